import { describe, expect, test } from 'vitest'
import { AudioError } from '../src/audio/backend.ts'
import { base64ToPcm16 } from '../src/audio/base64.ts'
import {
  activity,
  audio,
  call,
  create,
  live,
  phase,
  prepareCalls,
  received,
  server,
  speak,
  until,
} from './support/call.ts'
import { VAD } from './support/server.ts'

prepareCalls()

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

  test('nobody listens for the silence of somebody who types', async () => {
    await live({ mode: 'text', sessionId: 's9' })
    expect(server.upgrades[0]?.url.searchParams.get('push_to_talk')).toBe('true')
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

  test('a microphone whose sound goes elsewhere for a while is told until it is back', async () => {
    await live()
    audio.microphone.listener.onMuted?.(true)
    expect(call.getSnapshot().soundProblem?.code).toBe('microphone_busy')
    audio.microphone.listener.onMuted?.(false)
    expect(call.getSnapshot()).toMatchObject({ soundProblem: null, status: { phase: 'live' } })
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
    expect(server.requests.some(({ url }) => url.pathname === '/force-stop/made')).toBe(true)
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
