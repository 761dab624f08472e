import { afterEach, beforeEach, expect, test } from 'vitest'
import { Api } from '../../src/api.ts'
import { base64ToPcm16, pcm16ToBase64 } from '../../src/audio/base64.ts'
import { TAKEN_OVER } from '../../src/connection.ts'
import type { JsonObject } from '../../src/protocol/json.ts'
import { StepsSocket } from '../../src/steps/steps-socket.ts'
import { noise, StepsServer, voice } from '../support/steps-server.ts'

let server: StepsServer
let socket: StepsSocket
let told: JsonObject[]
let news: () => void

beforeEach(async () => {
  server = new StepsServer()
  await server.start()
})
afterEach(async () => {
  socket.close()
  await server.stop()
})

function open(): Promise<void> {
  told = []
  news = () => {}
  socket = new StepsSocket({ api: new Api({ baseUrl: server.base }), sessionId: 's', caller: 'me' })
  socket.onmessage = ({ data }) => {
    told.push(JSON.parse(String(data)))
    news()
  }
  return new Promise((resolve) => {
    socket.onopen = () => resolve()
  })
}

const closed = () =>
  new Promise<{ code: number; reason: string }>((resolve) => {
    socket.onclose = resolve
  })

const of = (type: string) => told.filter((event) => Reflect.get(event, 'type') === type)

/** Resolves when an event of `type` has been told. */
function until(type: string): Promise<void> {
  return new Promise((resolve) => {
    news = () => of(type).length > 0 && resolve()
    news()
  })
}

const send = (event: JsonObject) => socket.send(JSON.stringify(event))
const hear = (pcm: Int16Array) => send({ type: 'input_audio_buffer.append', audio: pcm16ToBase64(pcm) })
const pushToTalk = () =>
  send({ type: 'session.update', session: { type: 'realtime', audio: { input: { turn_detection: null } } } })

test('what is said into an open microphone is understood, answered and heard', async () => {
  await open()
  hear(noise(500))
  hear(voice(600))
  hear(noise(800))
  await until('response.done')
  expect(told.map((event) => Reflect.get(event, 'type'))).toEqual([
    'session.created',
    'input_audio_buffer.speech_started',
    'input_audio_buffer.speech_stopped',
    'input_audio_buffer.committed',
    'conversation.item.added',
    'conversation.item.input_audio_transcription.completed',
    'response.created',
    'response.output_item.added',
    'response.output_audio_transcript.delta',
    ...of('response.output_audio.delta').flatMap((_, at) => [
      'response.output_audio.delta',
      ...(at === of('response.output_audio.delta').length - 1 ? ['response.output_audio_transcript.delta'] : []),
    ]),
    'response.output_audio.done',
    'response.done',
  ])
  const sound = of('response.output_audio.delta').flatMap((event) => [
    ...(base64ToPcm16(String(Reflect.get(event, 'delta'))) ?? []),
  ])
  expect(sound).toEqual([...voice(200)])
})

test('a recording is a WAV file of all that was said, sent in parts while it goes on', async () => {
  await open()
  hear(noise(500))
  for (let at = 0; at < 30; at++) hear(voice(100))
  await server.until(() => server.asked.some(({ path }) => path.endsWith('/transcribe')))
  hear(noise(800))
  await until('response.done')
  const sent = server.asked.filter(({ path }) => path.endsWith('/transcribe'))
  expect(sent.map(({ query }) => query.get('more'))).toEqual(['true', 'false'])
  expect(sent[0]?.body.subarray(0, 4).toString()).toBe('RIFF')
  expect(sent[0]?.body.readUInt32LE(24)).toBe(24000)
  const ms = sent.reduce((sum, { body }) => sum + (body.length - 44) / 48, 0)
  expect(ms).toBeGreaterThan(3700)
  expect(sent.every(({ query }) => query.get('session_id') === 's' && query.get('caller') === 'me')).toBe(true)
})

test('noise of which nothing was understood is not answered', async () => {
  server.hears = ''
  await open()
  hear(noise(500))
  hear(voice(600))
  hear(noise(800))
  await until('response.done')
  expect(of('conversation.item.input_audio_transcription.failed')).toHaveLength(1)
  expect(server.json('/chat')).toEqual([])
})

test('with push to talk the button says when a turn is over', async () => {
  await open()
  pushToTalk()
  hear(voice(300))
  hear(noise(3000))
  expect(server.json('/chat')).toEqual([])
  send({ type: 'input_audio_buffer.commit' })
  send({ type: 'response.create' })
  await until('response.done')
  expect(server.json('/chat')).toMatchObject([{ message: '', session_id: 's' }])
  expect(of('input_audio_buffer.speech_started')).toEqual([])
})

test('a text is a turn with the id that the page gave it', async () => {
  await open()
  const item = { id: 'item_1', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello.' }] }
  send({ type: 'conversation.item.create', item })
  send({ type: 'response.create' })
  await until('response.done')
  expect(server.json('/chat')).toMatchObject([{ message: 'Hello.', item_id: 'item_1', stream: true, caller: 'me' }])
})

test('a partner who begins is heard at once', async () => {
  server.opens = true
  await open()
  await until('response.done')
  expect(server.json('/chat')).toMatchObject([{ message: '' }])
})

test('who speaks stops the partner: the streams are let go, and the server is told what was heard', async () => {
  server.endless = true
  server.opens = true
  await open()
  await until('response.output_audio.delta')
  hear(noise(500))
  hear(voice(600))
  expect(of('response.done')).toMatchObject([{ response: { id: 'r1', status: 'cancelled' } }])
  send({ type: 'conversation.item.truncate', item_id: 'reply', content_index: 0, audio_end_ms: 120 })
  await server.until(() => server.left.length === 2 && server.json('/interrupt').length === 1)
  expect(server.json('/interrupt')).toEqual([{ item_id: 'reply', heard_ms: 120, caller: 'me' }])
})

test('a step that fails is told, and the talk goes on', async () => {
  await open()
  server.refuse = { path: '/chat', status: 502, code: 'step_failed' }
  send({ type: 'response.create' })
  await until('error')
  expect(of('error')).toMatchObject([{ error: { code: 'step_failed', message: 'Not like this.' } }])
  expect(socket.readyState).toBe(1)
})

test('a talk that is over or elsewhere is closed as such', async () => {
  for (const [code, closes] of [
    ['session_ended', 1000],
    ['taken_over', TAKEN_OVER],
  ] as const) {
    await open()
    const end = closed()
    server.refuse = { path: '/chat', status: 409, code }
    send({ type: 'response.create' })
    expect(await end).toEqual({ code: closes, reason: 'Not like this.' })
  }
})

test('a server that is restarted is a line that broke: the next one is asked', async () => {
  await open()
  const end = closed()
  server.refuse = { path: '/chat', status: 503, code: 'draining' }
  send({ type: 'response.create' })
  expect(await end).toEqual({ code: 1006, reason: 'Not like this.' })
})

test('a server that does not answer any more is a line that broke', async () => {
  await open()
  const end = closed()
  await server.stop()
  send({ type: 'response.create' })
  expect(await end).toMatchObject({ code: 1006 })
  await server.start()
})

test('a server that refuses to begin says why', async () => {
  server.refuse = { path: '/begin', status: 429, code: 'too_many_sessions' }
  void open()
  expect(await closed()).toEqual({ code: 1006, reason: 'Not like this.' })
})

test('who goes says whether it is for good', async () => {
  for (const [reason, over] of [
    ['end', 'true'],
    ['left', 'false'],
  ]) {
    await open()
    socket.close(1000, reason)
    await server.until(() => server.asked.at(-1)?.path.endsWith('/leave') === true)
    expect(server.asked.at(-1)?.query.get('over')).toBe(over)
  }
})
