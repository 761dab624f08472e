import { describe, expect, test } from 'vitest'
import { pcm16ToBase64 } from '../src/audio/base64.ts'
import { activity, audio, call, live, prepareCalls, received, server, speak, until } from './support/call.ts'
import { VAD } from './support/server.ts'

prepareCalls()

describe('turns', () => {
  test('listening, thinking, speaking, listening', async () => {
    await live()
    server.send({ type: 'input_audio_buffer.speech_started', item_id: 'u' })
    await until(({ learnerSpeaking }) => learnerSpeaking)
    server.send({ type: 'input_audio_buffer.speech_stopped', item_id: 'u' })
    server.send({ type: 'input_audio_buffer.committed', item_id: 'u' })
    expect((await activity('thinking')).learnerSpeaking).toBe(false)
    speak('p', 500)
    await activity('speaking')
    audio.speaker.advance(600)
    await activity('listening')
  })

  test('captions of both sides, final only from the event stream', async () => {
    await live()
    server.send({ type: 'conversation.item.input_audio_transcription.delta', item_id: 'u', delta: 'hello' })
    server.send({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'u',
      transcript: 'hello there',
    })
    await received('hello there')
    expect(call.getSnapshot().lines[0]).toMatchObject({ speaker: 'learner', final: false })
    server.store('user.transcript.final', { id: 'u', seq: 1, speaker: 'learner', text: 'hello there', confidence: 0.5 })
    const { lines } = await until((state) => state.lines[0]?.final === true)
    expect(lines[0]).toMatchObject({ text: 'hello there', turn: { confidence: 0.5 } })
  })

  test('what is restored from an earlier conversation is no new line', async () => {
    await live()
    for (const [id, role] of [
      ['before_1', 'user'],
      ['before_2', 'assistant'],
      ['u', 'user'],
    ] as const)
      server.send({ type: 'conversation.item.added', item: { id, type: 'message', role, content: [] } })
    server.send({ type: 'conversation.item.input_audio_transcription.delta', item_id: 'u', delta: 'hello' })
    await received('hello')
    expect(call.getSnapshot().lines.map(({ id }) => id)).toEqual(['u'])
  })

  test('documented names are understood', async () => {
    await live()
    server.send({ type: 'input_audio_transcription.delta', item_id: 'u', delta: { text: 'nested' } })
    server.send({ type: 'response.audio_transcript.delta', item_id: 'p', delta: 'beta' })
    server.send({ type: 'response.audio.delta', item_id: 'p', delta: pcm16ToBase64(new Int16Array(2400)) })
    await received('nested')
    await activity('speaking')
  })

  test("the partner's captions advance with the playback", async () => {
    await live()
    speak('p', 2000)
    await received('word3')
    expect(call.getSnapshot().lines[0]).toMatchObject({ text: '', ahead: 'word0 word1 word2 word3' })
    audio.speaker.advance(700)
    expect(call.getSnapshot().lines[0]).toMatchObject({ text: 'word0 word1', ahead: 'word2 word3' })
    audio.speaker.advance(2000)
    expect(call.getSnapshot().lines[0]).toMatchObject({ text: 'word0 word1 word2 word3', ahead: '' })
  })

  test('what is typed is sent as a turn, and stands as a draft until it is stored', async () => {
    await live()
    await call.sendText('  Can we talk?  ')
    await server.until(() => server.sent('response.create').length === 1)
    const [event] = server.sent('conversation.item.create')
    expect(event).toMatchObject({ item: { role: 'user', content: [{ type: 'input_text', text: 'Can we talk?' }] } })
    expect(call.getSnapshot().lines).toMatchObject([{ text: 'Can we talk?', typed: true, final: false }])
    await activity('thinking')
    await call.sendText('   ')
    expect(server.sent('conversation.item.create')).toHaveLength(1)
  })

  test("errors and warnings are told in the server's words, harmless ones not", async () => {
    await live()
    server.send({
      type: 'error',
      error: { type: 'invalid_request_error', code: 'response_cancel_not_active', message: '-' },
    })
    server.send({ type: 'error', error: { type: 'invalid_request_error', code: 'bad', message: 'Bad.' } })
    expect((await until(({ notice }) => notice !== null)).notice).toEqual({ code: 'bad', message: 'Bad.' })
    server.store('warning', { code: 'idle', message: 'Still there?' })
    await until(({ notice }) => notice?.code === 'idle')
    server.send({ type: 'input_audio_buffer.speech_started', item_id: 'u' })
    await until(({ notice }) => notice === null)
  })

  test('a warning that has passed is not told again to a page that was reloaded', async () => {
    server.store('session.state', { state: 'live' })
    server.store('warning', { code: 'idle', message: 'Still there?' })
    server.store('session.state', { state: 'reconnecting' })
    server.store('user.transcript.final', { id: 'a', seq: 1, speaker: 'learner', text: 'before' })
    await live()
    expect((await until(({ lines }) => lines.length === 1)).notice).toBeNull()
    server.store('session.state', { state: 'draining', message: 'The server stops in 10 s.' })
    expect((await until(({ notice }) => notice !== null)).notice?.code).toBe('draining')
  })

  test('a voice service that is gone is told, and who goes on is still told when the talk does', async () => {
    await live()
    server.store('session.state', { state: 'reconnecting', message: 'The voice service has ended the connection.' })
    expect((await until(({ notice }) => notice !== null)).notice).toEqual({
      code: 'reconnecting',
      message: 'The voice service has ended the connection.',
    })
    server.store('warning', { code: 'failed_over', message: 'The own engine goes on.' })
    await until(({ notice }) => notice?.code === 'failed_over')
    server.store('session.state', { state: 'live' })
    server.store('user.transcript.final', { id: 'a', seq: 1, speaker: 'learner', text: 'on' })
    expect((await until(({ lines }) => lines.length === 1)).notice?.code).toBe('failed_over')
  })

  test('a voice service that is back is no news any more', async () => {
    await live()
    server.store('session.state', { state: 'reconnecting', message: 'It is being opened again.' })
    await until(({ notice }) => notice !== null)
    server.store('session.state', { state: 'live' })
    await until(({ notice }) => notice === null)
  })

  test('patience that a session does not have yet is told to it', async () => {
    await live({ session: { patience_ms: 900 } })
    await server.until(() => server.sent('session.update').length === 1)
    expect(server.sent('session.update')[0]).toMatchObject({
      session: { audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: 900 } } } },
    })
  })

  test('patience is the silence that ends a turn, the other settings stay', async () => {
    await live()
    call.setPatience(1200)
    await server.until(() => server.sent('session.update').length === 1)
    expect(server.sent('session.update')[0]).toMatchObject({
      session: { type: 'realtime', audio: { input: { turn_detection: { ...VAD, silence_duration_ms: 1200 } } } },
    })
  })
})

describe('barge-in', () => {
  const truncations = () => server.sent('conversation.item.truncate')

  test('speech stops the partner and truncates at exactly what was played', async () => {
    await live()
    speak('p', 3000)
    await received('word5')
    audio.speaker.advance(1250)
    server.send({ type: 'input_audio_buffer.speech_started', item_id: 'u' })
    await server.until(() => truncations().length === 1)
    // 1250 ms were played, and the fade of 128 samples (5.33 ms) is heard as well.
    expect(truncations()[0]).toEqual({
      type: 'conversation.item.truncate',
      item_id: 'p',
      content_index: 0,
      audio_end_ms: 1255,
    })
    expect(server.sent('response.cancel')).toEqual([])
    const { lines } = call.getSnapshot()
    expect(lines[0]).toMatchObject({ text: 'word0 word1 word2', ahead: '', interrupted: true })
    await activity('listening')
  })

  test('who speaks is listened to, although the cancelled response is not over yet', async () => {
    await live()
    speak('p', 3000, { end: false })
    await activity('speaking')
    const activities = new Set<string>()
    call.subscribe(() => {
      const { status } = call.getSnapshot()
      if (status.phase === 'live') activities.add(status.activity)
    })
    server.send({ type: 'input_audio_buffer.speech_started', item_id: 'u' })
    await activity('listening')
    await server.until(() => truncations().length === 1)
    expect(activities.has('thinking')).toBe(false)
  })

  test('items that had not begun are truncated to nothing', async () => {
    await live()
    speak('p', 1000)
    speak('q', 1000)
    await until(({ lines }) => lines.length === 2)
    await activity('speaking')
    audio.speaker.advance(600)
    server.send({ type: 'input_audio_buffer.speech_started', item_id: 'u' })
    await server.until(() => truncations().length === 2)
    expect(truncations().map((event) => [Reflect.get(event, 'item_id'), Reflect.get(event, 'audio_end_ms')])).toEqual([
      ['p', 605],
      ['q', 0],
    ])
  })

  test('what had been heard to its end is not truncated', async () => {
    await live()
    speak('p', 500)
    await activity('speaking')
    audio.speaker.advance(600)
    await activity('listening')
    server.send({ type: 'input_audio_buffer.speech_started', item_id: 'u' })
    await until(({ learnerSpeaking }) => learnerSpeaking)
    expect(truncations()).toEqual([])
  })

  test('sound and text of the cancelled response that still come are dropped', async () => {
    await live()
    speak('p', 1000, { end: false })
    await received('word1')
    audio.speaker.advance(100)
    server.send({ type: 'input_audio_buffer.speech_started', item_id: 'u' })
    await server.until(() => truncations().length === 1)
    const of = { response_id: 'r-p', item_id: 'p' }
    server.send({ type: 'response.output_audio.delta', ...of, delta: pcm16ToBase64(new Int16Array(24000)) })
    server.send({ type: 'response.output_audio_transcript.delta', ...of, delta: 'late' })
    server.send({ type: 'response.done', response: { id: 'r-p', status: 'cancelled' } })
    speak('q', 1000)
    const { lines } = await received('word1')
    expect(lines[0]?.text).toBe('word0')
    audio.speaker.advance(50)
    // The fade of what was cut off comes first; then nothing but the new item sounds.
    expect(audio.speaker.playedMs('q')).toBeCloseTo(50 - 128 / 24)
  })

  test('a session that does not interrupt is not interrupted', async () => {
    server.greeting = {
      type: 'session.created',
      session: { audio: { input: { turn_detection: { ...VAD, interrupt_response: false } } } },
    }
    await live()
    speak('p', 1000)
    await activity('speaking')
    server.send({ type: 'input_audio_buffer.speech_started', item_id: 'u' })
    const state = await until(({ learnerSpeaking }) => learnerSpeaking)
    expect(state.status).toEqual({ phase: 'live', activity: 'speaking' })
  })

  test('the button cancels the response, too', async () => {
    await live()
    speak('p', 1000, { end: false })
    await activity('speaking')
    audio.speaker.advance(200)
    await call.interrupt()
    await server.until(() => truncations().length === 1)
    expect(server.received.map((event) => Reflect.get(event, 'type'))).toEqual([
      'response.cancel',
      'conversation.item.truncate',
    ])
  })

  test('typing takes the turn', async () => {
    await live()
    speak('p', 1000)
    await activity('speaking')
    audio.speaker.advance(200)
    await call.sendText('Wait.')
    await server.until(() => server.sent('response.create').length === 1)
    expect(server.received.map((event) => Reflect.get(event, 'type'))).toEqual([
      'conversation.item.truncate',
      'conversation.item.create',
      'response.create',
    ])
  })
})

describe('push-to-talk', () => {
  const pushToTalk = () => {
    server.greeting = { type: 'session.created', session: { audio: { input: { turn_detection: null } } } }
    return live({ mode: 'push-to-talk' })
  }
  const types = () => server.received.map((event) => Reflect.get(event, 'type'))

  test('sends while the button is held, then commits and asks for an answer', async () => {
    await pushToTalk()
    audio.microphone.hear(100)
    await call.startTalking()
    audio.microphone.hear(200)
    audio.microphone.rest = new Int16Array(100)
    await call.stopTalking()
    audio.microphone.hear(100)
    await server.until(() => server.sent('response.create').length === 1)
    expect(types()).toEqual([
      'input_audio_buffer.clear',
      ...Array(11).fill('input_audio_buffer.append'),
      'input_audio_buffer.commit',
      'response.create',
    ])
    await activity('thinking')
  })

  test('pressing while the partner speaks interrupts', async () => {
    await pushToTalk()
    speak('p', 1000)
    await activity('speaking')
    audio.speaker.advance(300)
    await call.startTalking()
    await server.until(() => server.sent('conversation.item.truncate').length === 1)
  })

  test('too short a press is taken back and explained', async () => {
    await pushToTalk()
    await call.startTalking()
    audio.microphone.hear(40)
    await call.stopTalking()
    expect(call.getSnapshot().notice?.code).toBe('hold_longer')
    await server.until(() => server.sent('input_audio_buffer.clear').length === 2)
    expect(server.sent('input_audio_buffer.commit')).toEqual([])
  })

  test('is put right in a session that was left in another mode', async () => {
    await live({ mode: 'push-to-talk' })
    await server.until(() => server.sent('session.update').length === 1)
    expect(server.sent('session.update')[0]).toMatchObject({ session: { audio: { input: { turn_detection: null } } } })
  })

  test('can be turned on and off during the call', async () => {
    await live()
    call.setMode('push-to-talk')
    await server.until(() => server.sent('session.update').length === 1)
    server.send({ type: 'session.updated', session: { audio: { input: { turn_detection: null } } } })
    await activity('listening')
    call.setMode('open-mic')
    await server.until(() => server.sent('session.update').length === 2)
    const detections = server.sent('session.update').map((event) => JSON.stringify(event))
    expect(detections[0]).toContain('"turn_detection":null')
    expect(detections[1]).toContain('"type":"server_vad"')
  })
})
