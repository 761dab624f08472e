import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AudioError } from '../src/audio/backend.ts'
import { base64ToPcm16, pcm16ToBase64 } from '../src/audio/base64.ts'
import { Call, type CallOptions } from '../src/call.ts'
import type { CallState } from '../src/call-state.ts'
import { TestAudio } from './support/audio.ts'
import { TestServer, VAD } from './support/server.ts'

let server: TestServer
let audio: TestAudio
let call: Call

beforeEach(async () => {
  server = new TestServer()
  audio = new TestAudio()
  await server.start()
})
afterEach(async () => {
  call.dispose()
  await server.stop()
})

function create(options: CallOptions = {}): Call {
  call = new Call({ baseUrl: server.base, audio: () => audio, backoffMs: [10], resumeSeconds: 2, ...options })
  return call
}

/** Resolves with the first state for which `condition` holds. */
function until(condition: (state: CallState) => boolean): Promise<CallState> {
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
const phase = (wanted: string) => until(({ status }) => status.phase === wanted)
const activity = (wanted: string) => until(({ status }) => status.phase === 'live' && status.activity === wanted)

async function live(options: CallOptions = {}): Promise<void> {
  create(options)
  await call.start()
  await phase('live')
}

/** The partner answers in item `id` with `ms` of sound and one word for every 500 ms. */
function speak(id: string, ms: number, { end = true, response = `r-${id}` } = {}): void {
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
const received = (text: string) =>
  until(({ lines }) => lines.some((line) => `${line.text} ${line.ahead}`.includes(text)))

describe('starting', () => {
  test('asks for the microphone, makes a session, connects to it and is live', async () => {
    const phases: string[] = []
    create({ session: { scenario_id: 'late-report' } })
    call.subscribe(() => phases.push(call.getSnapshot().status.phase))
    await call.start()
    const state = await phase('live')
    expect([...new Set(phases)]).toEqual(['idle', 'requesting-microphone', 'connecting', 'live'])
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: { scenario_id: 'late-report' } })
    expect(server.upgrades[0]?.url.pathname).toBe('/ws/realtime/made')
    expect(state).toMatchObject({ sessionId: 'made', microphone: 'default' })
    expect(state.startedAt).toBeGreaterThan(0)
  })

  test('a session that is named is not made, and the socket says what it should be', async () => {
    await live({ sessionId: 'session_123', session: { scenario_id: 'x', patience_ms: 900 }, mode: 'push-to-talk' })
    const query = Object.fromEntries(server.upgrades[0]?.url.searchParams ?? [])
    expect(server.upgrades[0]?.url.pathname).toBe('/ws/realtime/session_123')
    expect(query).toEqual({ scenario_id: 'x', patience_ms: '900', push_to_talk: 'true' })
    expect(server.requests.some(({ method }) => method === 'POST')).toBe(false)
  })

  test('the event stream is not asked for before the session exists', async () => {
    server.greeting = null
    create({ sessionId: 'new' })
    void call.start()
    await server.until(() => server.requests.length === 1)
    expect(server.upgrades).toHaveLength(1)
    expect(server.requests[0]?.url.pathname).toBe('/api/sessions/new/events')
  })

  test('a token goes with requests, socket and event stream', async () => {
    await live({ token: 'fy_1' })
    await server.until(() => server.requests.some(({ url }) => url.pathname.endsWith('/events')))
    expect(server.requests.every(({ headers }) => headers.authorization === 'Bearer fy_1')).toBe(true)
    expect(server.upgrades[0]?.protocols).toContain('openai-insecure-api-key.fy_1')
  })

  test.each(['microphone_denied', 'microphone_missing', 'microphone_busy', 'insecure_context'] as const)(
    '%s is told with what to do',
    async (code) => {
      audio.microphoneError = new AudioError(code)
      await create().start()
      const { status } = await phase('failed')
      expect(status).toMatchObject({ problem: { code } })
      if (status.phase === 'failed') expect(status.problem.action).not.toBe('')
      expect(server.requests).toEqual([])
    },
  )

  test("the server's refusal is told in its own words", async () => {
    server.refuse = { status: 404, body: { error: { code: 'not_found', message: 'There is no scenario x.' } } }
    await create().start()
    expect((await phase('failed')).status).toMatchObject({
      problem: { code: 'not_found', message: 'There is no scenario x.' },
    })
    expect(audio.microphone.closed).toBe(true)
  })

  test('a server that is not there is told as such', async () => {
    await create({ baseUrl: 'http://127.0.0.1:1' }).start()
    expect((await phase('failed')).status).toMatchObject({ problem: { code: 'unreachable' } })
  })

  test('a socket that is refused fails with the reason that the session gives', async () => {
    server.refuseUpgrade = true
    server.refuse = { status: 403, body: { error: { code: 'forbidden', message: 'Not yours.' } } }
    await create({ sessionId: 'theirs' }).start()
    expect((await phase('failed')).status).toMatchObject({ problem: { code: 'forbidden', message: 'Not yours.' } })
  })

  test('after a failure it can be started again', async () => {
    audio.microphoneError = new AudioError('microphone_denied')
    await create().start()
    audio.microphoneError = null
    await call.start()
    expect((await phase('live')).soundProblem).toBeNull()
  })

  test('without a microphone one can type, even when there is no sound at all', async () => {
    audio.speakerError = new AudioError('audio_unsupported')
    await live({ mode: 'text' })
    expect(audio.microphone).toBeUndefined()
    expect(call.getSnapshot().soundProblem).toMatchObject({ code: 'audio_unsupported' })
    speak('p', 1000)
    const { lines } = await received('word1')
    expect(lines).toMatchObject([{ text: 'word0 word1', ahead: '' }])
  })

  test('disposed while it starts, it lets go of the microphone', async () => {
    create()
    const starting = call.start()
    call.dispose()
    await starting
    expect(audio.microphone.closed).toBe(true)
    expect(call.getSnapshot().status.phase).toBe('idle')
  })
})

describe('the microphone', () => {
  const samples = () =>
    server
      .sent('input_audio_buffer.append')
      .flatMap((event) => [...(base64ToPcm16(String(Reflect.get(event, 'audio'))) ?? [])])

  test('is sent as it is heard', async () => {
    await live()
    audio.microphone.hear(40, 1234)
    await server.until(() => samples().length === 960)
    expect(new Set(samples())).toEqual(new Set([1234]))
    expect(call.levels.learner.at(0)).toBeGreaterThanOrEqual(0)
  })

  test('is silence when muted, because the end of a turn is found by silence', async () => {
    await live()
    call.setMuted(true)
    audio.microphone.hear(20)
    await server.until(() => samples().length === 480)
    expect(new Set(samples())).toEqual(new Set([0]))
  })

  test('that is unplugged is replaced by what there is', async () => {
    await live()
    const first = audio.microphone
    first.listener.onLost()
    await until(({ soundProblem }) => soundProblem === null)
    expect(first.closed).toBe(true)
    audio.microphone.hear(20)
    await server.until(() => samples().length === 480)
  })

  test('that was chosen once and is gone gives way to what there is', async () => {
    audio.missing.add('drawer')
    await live({ microphone: { deviceId: 'drawer' } })
    expect(call.getSnapshot()).toMatchObject({ microphone: 'default', soundProblem: null })
  })

  test('that is unplugged without another is told, and the call goes on', async () => {
    await live()
    audio.microphoneError = new AudioError('microphone_missing')
    audio.microphone.listener.onLost()
    const state = await until(({ soundProblem }) => soundProblem?.code === 'microphone_missing')
    expect(state.status.phase).toBe('live')
    audio.microphoneError = null
    await call.chooseMicrophone('usb')
    expect(call.getSnapshot()).toMatchObject({ microphone: 'usb', soundProblem: null })
  })

  test('and the output can be chosen', async () => {
    await live()
    await call.chooseOutput('headset')
    expect(audio.output).toBe('headset')
  })
})

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

describe('a connection that breaks', () => {
  test('comes back to the same session, with what was said meanwhile', async () => {
    await live({ backoffMs: [50] })
    server.socket?.terminate()
    await phase('reconnecting')
    audio.microphone.hear(60, 77)
    await phase('live')
    await server.until(() => server.sent('input_audio_buffer.append').length === 3)
    expect(server.upgrades.map(({ url }) => url.pathname)).toEqual(['/ws/realtime/made', '/ws/realtime/made'])
  })

  test('lets the partner fall silent, as the server does', async () => {
    await live({ backoffMs: [50] })
    speak('p', 1000, { end: false })
    await activity('speaking')
    audio.speaker.advance(600)
    server.socket?.terminate()
    await phase('reconnecting')
    await activity('listening')
    expect(call.getSnapshot().lines[0]).toMatchObject({ text: 'word0 word1', ahead: '', interrupted: true })
  })

  test('and a window that took over: this one says so and does not fight for it', async () => {
    await live()
    server.socket?.close(4001, 'taken over')
    expect((await phase('failed')).status).toMatchObject({ problem: { code: 'taken_over' } })
    expect(server.upgrades).toHaveLength(1)
  })

  test('and a session that is over meanwhile: the reason is told', async () => {
    await live()
    server.session = { state: 'ended', end_reason: 'left' }
    server.socket?.terminate()
    const { status } = await phase('ended')
    expect(status).toMatchObject({ reason: 'left' })
  })

  test('and does not come back in time fails, saying that what was shown is safe', async () => {
    await live({ resumeSeconds: 0.1, backoffMs: [30] })
    server.refuseUpgrade = true
    server.socket?.terminate()
    const { status } = await phase('failed')
    expect(status).toMatchObject({ problem: { code: 'connection_lost' } })
    expect(audio.closed).toBe(true)
  })

  test('the event stream resumes where it was', async () => {
    await live()
    server.store('user.transcript.final', { id: 'a', seq: 1, speaker: 'learner', text: 'one' })
    await until(({ lines }) => lines.length === 1)
    server.dropStreams()
    server.store('user.transcript.final', { id: 'b', seq: 2, speaker: 'learner', text: 'two' })
    await until(({ lines }) => lines.length === 2)
    const streams = server.requests.filter(({ url }) => url.pathname.endsWith('/events'))
    expect(streams.at(-1)?.headers['last-event-id']).toBe('1')
  })
})

describe('the end', () => {
  test('ending stops the partner, says goodbye and waits for the last turn', async () => {
    await live()
    speak('p', 2000)
    await activity('speaking')
    audio.speaker.advance(600)
    server.store('partner.transcript.final', { id: 'p', seq: 1, speaker: 'partner', text: 'word0 word1' })
    await call.end()
    const state = call.getSnapshot()
    expect(state.status).toMatchObject({ phase: 'ended', reason: 'completed' })
    expect(state.lines).toMatchObject([{ text: 'word0 word1', final: true }])
    expect(server.sent('conversation.item.truncate')).toHaveLength(1)
    expect(server.closings).toEqual([{ code: 1000, reason: 'end' }])
    expect(audio.microphone.closed && audio.closed).toBe(true)
  })

  test('without a socket to say goodbye on, the server is asked to stop', async () => {
    await live({ backoffMs: [10_000] })
    server.socket?.terminate()
    await phase('reconnecting')
    await call.end()
    expect(call.getSnapshot().status).toMatchObject({ phase: 'ended', reason: 'stopped' })
    expect(server.requests.at(-1)?.url.pathname).toBe('/force-stop/made')
  })

  test("the transport's goodbye waits for the last turn on the event stream", async () => {
    await live()
    server.send({ type: 'session_end', session_id: 's', reason: 'idle' })
    await phase('ending')
    server.store('user.transcript.final', { id: 'u', seq: 1, speaker: 'learner', text: 'my last words' })
    server.store('session.state', { state: 'ended', reason: 'idle' })
    const { status, lines } = await phase('ended')
    expect(status).toMatchObject({ reason: 'idle' })
    expect(lines).toMatchObject([{ text: 'my last words', final: true }])
  })

  test('leaving the page is not the end: the session can be gone on with', async () => {
    await live()
    call.dispose()
    await server.until(() => server.closings.length === 1)
    expect(server.closings).toEqual([{ code: 1000, reason: 'left' }])
  })

  test("the server's end is told with its reason", async () => {
    await live()
    server.store('session.state', { state: 'ended', reason: 'idle' })
    expect((await phase('ended')).status).toMatchObject({
      reason: 'idle',
      message: 'The conversation ended because it was quiet for long.',
    })
  })

  test('a provider that died is a failure that says what is safe', async () => {
    await live()
    server.store('session.state', { state: 'ended', reason: 'provider_lost' })
    const { status } = await phase('failed')
    expect(status).toMatchObject({ problem: { code: 'provider_lost' } })
  })

  test('a socket that the server closes normally is an end', async () => {
    await live()
    server.session = { state: 'ended', end_reason: 'shutdown' }
    server.socket?.close(1000)
    server.store('session.state', { state: 'ended', reason: 'shutdown' })
    expect((await phase('ended')).status).toMatchObject({ reason: 'shutdown' })
  })

  test('a new start begins with an empty page', async () => {
    await live()
    await call.sendText('one')
    await call.end()
    server.events.length = 0
    await call.start()
    expect((await phase('live')).lines).toEqual([])
  })
})

test('nothing is told when nothing changed', async () => {
  await live()
  const before = call.getSnapshot()
  server.send({ type: 'rate_limits.updated', rate_limits: [] })
  server.send({ type: 'session.updated', session: { audio: { input: { turn_detection: VAD } } } })
  server.send({ type: 'input_audio_buffer.speech_started', item_id: 'u' })
  let changes = 0
  call.subscribe(() => changes++)
  await until(({ learnerSpeaking }) => learnerSpeaking)
  expect(changes).toBe(1)
  expect(call.getSnapshot()).not.toBe(before)
})
