import { afterEach, beforeEach } from 'vitest'
import { pcm16ToBase64 } from '../../src/audio/base64.ts'
import { Call } from '../../src/call.ts'
import type { CallOptions } from '../../src/call-options.ts'
import type { CallState } from '../../src/call-state.ts'
import { TestAudio } from './audio.ts'
import { TestServer } from './server.ts'

export let server: TestServer
export let audio: TestAudio
export let call: Call

/** A server and sound for every test of a file; the call is made by `create` or `live`. */
export function prepareCalls(): void {
  beforeEach(async () => {
    server = new TestServer()
    audio = new TestAudio()
    await server.start()
  })
  afterEach(async () => {
    call.dispose()
    await server.stop()
  })
}

export function create(options: CallOptions = {}): Call {
  call = new Call({ baseUrl: server.base, audio: () => audio, backoffMs: [10], resumeSeconds: 2, ...options })
  return call
}

/** Resolves with the first state for which `condition` holds. */
export function until(condition: (state: CallState) => boolean): Promise<CallState> {
  return new Promise((resolve) => {
    const check = () => {
      if (!condition(call.getSnapshot())) return
      stop()
      resolve(call.getSnapshot())
    }
    const stop = call.subscribe(check)
    check()
  })
}

export const phase = (wanted: string) => until(({ status }) => status.phase === wanted)
export const activity = (wanted: string) => until(({ status }) => status.phase === 'live' && status.activity === wanted)
export const received = (text: string) =>
  until(({ lines }) => lines.some((line) => `${line.text} ${line.ahead}`.includes(text)))

export async function live(options: CallOptions = {}): Promise<void> {
  create(options)
  await call.start()
  await phase('live')
}

/** The partner answers in item `id` with `ms` of sound and one word for every 500 ms. */
export function speak(id: string, ms: number, { end = true, response = `r-${id}` } = {}): void {
  server.send({ type: 'response.created', response: { id: response, status: 'in_progress' } })
  server.send({ type: 'response.output_item.added', response_id: response, item: { id, role: 'assistant' } })
  const of = { response_id: response, item_id: id, output_index: 0, content_index: 0 }
  for (let at = 0; at < ms; at += 500) {
    server.send({ type: 'response.output_audio_transcript.delta', ...of, delta: `word${at / 500} ` })
    const pcm = new Int16Array(12 * Math.min(500, ms - at) * 2).fill(8192)
    server.send({ type: 'response.output_audio.delta', ...of, delta: pcm16ToBase64(pcm) })
  }
  if (!end) return
  server.send({ type: 'response.output_audio.done', ...of })
  server.send({ type: 'response.done', response: { id: response, status: 'completed' } })
}
