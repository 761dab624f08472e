import { afterEach, beforeEach, expect, test } from 'vitest'
import { AudioError } from '../src/audio/backend.ts'
import { pcm16ToBase64 } from '../src/audio/base64.ts'
import { SimpleVoice, type SimpleVoiceState } from '../src/simple-voice.ts'
import { TestAudio } from './support/audio.ts'
import { TestServer } from './support/server.ts'

let server: TestServer
let audio: TestAudio
let voice: SimpleVoice

beforeEach(async () => {
  server = new TestServer()
  server.greeting = { type: 'session_id', session_id: 'abc', sample_rate: 24000 }
  await server.start()
  audio = new TestAudio()
  voice = new SimpleVoice({ baseUrl: server.base, audio: () => audio })
  voice.connect()
})
afterEach(async () => {
  voice.dispose()
  await server.stop()
})

function until(condition: (state: SimpleVoiceState) => boolean): Promise<SimpleVoiceState> {
  return new Promise((resolve) => {
    const check = () => {
      if (!condition(voice.getSnapshot())) return
      stop()
      resolve(voice.getSnapshot())
    }
    const stop = voice.subscribe(check)
    check()
  })
}
const ready = () => until(({ phase }) => phase === 'ready')
const chunk = (ms: number) =>
  server.send({ type: 'audio_chunk', audio: pcm16ToBase64(new Int16Array(ms * 24).fill(8192)) })

test('it says its rate and is given a session id', async () => {
  expect(await ready()).toMatchObject({ sessionId: 'abc', activity: 'idle' })
  expect(server.upgrades[0]?.url.href).toBe('http://x/ws/audio?sample_rate=24000')
})

test('what is recorded is sent as plain numbers', async () => {
  await ready()
  await voice.startRecording()
  expect(voice.getSnapshot().activity).toBe('recording')
  audio.microphone.hear(20, 8192)
  await server.until(() => server.received.length === 1)
  expect(server.received).toEqual([{ audio: Array(480).fill(0.25) }])
  voice.stopRecording()
  expect(audio.microphone.closed).toBe(true)
  expect(voice.getSnapshot().activity).toBe('idle')
})

test('chunks are played one after the other; responding while they sound', async () => {
  await ready()
  chunk(100)
  chunk(100)
  await until(({ activity }) => activity === 'responding')
  await server.until(() => audio.speaker !== undefined)
  audio.speaker.advance(150)
  expect(voice.getSnapshot().activity).toBe('responding')
  expect(audio.speaker.playedMs('reply')).toBe(150)
  audio.speaker.advance(60)
  expect(voice.getSnapshot().activity).toBe('idle')
})

test('responding wins over recording, and recording goes on after it', async () => {
  await ready()
  await voice.startRecording()
  chunk(100)
  await until(({ activity }) => activity === 'responding')
  audio.speaker.advance(120)
  expect(voice.getSnapshot().activity).toBe('recording')
})

test('what waits to be played is void when the learner speaks', async () => {
  await ready()
  chunk(1000)
  await until(({ activity }) => activity === 'responding')
  audio.speaker.advance(100)
  server.send({ type: 'interrupted' })
  await until(({ activity }) => activity === 'idle')
  audio.speaker.advance(100)
  expect(audio.speaker.playedMs('reply')).toBe(0)
})

test("the session's end stops the recording and says so", async () => {
  await ready()
  await voice.startRecording()
  server.send({ type: 'session_end' })
  const state = await until(({ phase }) => phase === 'ended')
  expect(state).toMatchObject({ recording: false, sessionId: 'abc' })
  expect(audio.microphone.closed && audio.closed).toBe(true)
})

test('ending asks the server to stop the session', async () => {
  await ready()
  await voice.endSession()
  expect(server.requests[0]).toMatchObject({ method: 'POST' })
  expect(server.requests[0]?.url.pathname).toBe('/force-stop/abc')
  expect(voice.getSnapshot().phase).toBe('ended')
})

test('a refused message is told and the session lives on', async () => {
  await ready()
  server.send({ type: 'error', code: 'invalid_audio', message: 'Samples must be numbers.' })
  expect(await until(({ notice }) => notice !== null)).toMatchObject({
    phase: 'ready',
    notice: 'Samples must be numbers.',
  })
})

test('no microphone is told and nothing is recorded', async () => {
  await ready()
  audio.microphoneError = new AudioError('microphone_denied')
  await voice.startRecording()
  expect(voice.getSnapshot()).toMatchObject({ recording: false, problem: { code: 'microphone_denied' } })
})

test('a server that does not take us is a failure; connecting again is a new session', async () => {
  await ready()
  voice.dispose()
  server.refuseUpgrade = true
  voice.connect()
  expect((await until(({ phase }) => phase === 'failed')).problem?.code).toBe('connection_refused')
  server.refuseUpgrade = false
  voice.connect()
  expect((await ready()).problem).toBeNull()
})
