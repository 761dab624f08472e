import { expect, test, vi } from 'vitest'
import { MESSAGES } from '../src/messages.ts'
import { audio, call, create, phase, prepareCalls, server, until } from './support/call.ts'
import { TestPeers } from './support/peer.ts'

prepareCalls()

/** A call whose offer was answered and whose channel is open. */
async function overWebRtc(): Promise<TestPeers> {
  const peers = new TestPeers()
  server.answer = 'v=0 answer'
  create({ transport: 'webrtc', createPeer: peers.create })
  await call.start()
  await vi.waitFor(() => expect(peers.last.remoteDescription?.sdp).toBe('v=0 answer'))
  peers.last.channel?.open()
  peers.last.channel?.onmessage?.({ data: JSON.stringify(server.greeting) })
  await phase('live')
  return peers
}

test('a call over WebRTC opens no socket and sends its sound on the track', async () => {
  await overWebRtc()
  expect(call.getSnapshot()).toMatchObject({ transport: 'webrtc', fallback: null })
  audio.microphone.hear(200)
  expect(server.offers).toEqual(['v=0 offer'])
  expect(server.upgrades).toEqual([])
})

test('a browser without WebRTC talks over the socket and is told so', async () => {
  create({ transport: 'webrtc' })
  await call.start()
  expect(await phase('live')).toMatchObject({ transport: 'websocket', fallback: MESSAGES.webrtcMissing })
  expect(server.offers).toEqual([])
})

test('an offer that is refused leads to the socket of the same session, with the same microphone', async () => {
  const peers = new TestPeers()
  create({ transport: 'webrtc', createPeer: peers.create })
  await call.start()
  expect(await phase('live')).toMatchObject({ transport: 'websocket', fallback: MESSAGES.webrtcBlocked })
  expect(server.upgrades[0]?.url.pathname).toBe('/ws/realtime/made')
  expect(peers.last.closed).toBe(true)
  audio.microphone.hear(200)
  await server.until(() => server.sent('input_audio_buffer.append').length > 0)
})

test('a call that breaks for good comes back over the socket', async () => {
  const peers = await overWebRtc()
  server.answer = null
  peers.last.change('failed')
  await until(({ transport, status }) => transport === 'websocket' && status.phase === 'live')
  expect(call.getSnapshot().fallback).toBe(MESSAGES.webrtcBlocked)
  expect(server.upgrades).toHaveLength(1)
})

test('a call that breaks once stays with WebRTC when that works again', async () => {
  const peers = await overWebRtc()
  peers.last.change('failed')
  await vi.waitFor(() => expect(peers.made.at(1)?.remoteDescription?.sdp).toBe('v=0 answer'))
  peers.last.channel?.open()
  peers.last.channel?.onmessage?.({ data: JSON.stringify(server.greeting) })
  expect(await phase('live')).toMatchObject({ transport: 'webrtc', fallback: null })
  expect(server.upgrades).toEqual([])
})

test('a server that is gone is noticed before the peer connection notices', async () => {
  await overWebRtc()
  await server.until(() => server.requests.some(({ url }) => url.pathname.endsWith('/events')))
  await server.stop()
  await phase('reconnecting')
})

test('a call whose other end is gone, as the server knows, calls again before the peer connection notices', async () => {
  const peers = await overWebRtc()
  await server.until(() => server.requests.some(({ url }) => url.pathname.endsWith('/events')))
  server.session = { state: 'reconnecting', end_reason: null }
  server.store('session.state', { state: 'reconnecting', reason: 'provider_lost', call_again: true })
  await vi.waitFor(() => expect(peers.made.at(1)?.remoteDescription?.sdp).toBe('v=0 answer'))
  expect(server.callers[0]).toBeTruthy()
  expect(server.callers[1]).toBe(server.callers[0])
})

test.each([
  ['has been mended since', { state: 'live', end_reason: null }, true],
  ['is bridged by the server', { state: 'reconnecting', end_reason: null }, false],
])('a line that %s is left alone', async (_, session, again) => {
  const peers = await overWebRtc()
  server.session = session
  server.store('session.state', { state: 'reconnecting', reason: 'provider_lost', call_again: again })
  server.store('warning', { code: 'told', message: 'By now it is told.' })
  await until(({ notice }) => notice?.code === 'told')
  expect(peers.made).toHaveLength(1)
  expect(call.getSnapshot().status.phase).toBe('live')
})

test('a line of which nothing was heard goes when that is known', async () => {
  const peers = await overWebRtc()
  const item = { id: 'p1', type: 'message', role: 'assistant', content: [] }
  const delta = { response_id: 'r1', item_id: 'p1', output_index: 0, content_index: 0, delta: 'Good morning.' }
  for (const event of [
    { type: 'response.output_item.added', response_id: 'r1', output_index: 0, item },
    { type: 'response.output_audio_transcript.delta', ...delta },
  ])
    peers.last.channel?.onmessage?.({ data: JSON.stringify(event) })
  await until(({ lines }) => lines.some(({ text }) => text === 'Good morning.'))
  server.store('partner.interrupted', { heard_ms: 0, generated_ms: 900 }, { turn_id: 'p1' })
  await until(({ lines }) => lines.length === 0)
})

test('an event stream that breaks alone leaves the call alone', async () => {
  await overWebRtc()
  await server.until(() => server.requests.some(({ url }) => url.pathname.endsWith('/events')))
  server.dropStreams()
  await server.until(() => server.requests.some(({ url }) => url.pathname === '/api/sessions/made'))
  expect(call.getSnapshot().status.phase).toBe('live')
})

test('a network that lets neither WebRTC nor a socket through is talked over in turns', async () => {
  server.refuseUpgrade = true
  create({ transport: 'webrtc', createPeer: new TestPeers().create })
  await call.start()
  expect(await phase('live')).toMatchObject({ transport: 'steps', fallback: MESSAGES.socketBlocked })
  const begun = server.requests.find(({ url }) => url.pathname === '/voice-agent/sessions/made/begin')
  expect(begun?.url.searchParams.get('caller')).toBeTruthy()
  audio.microphone.hear(200)
  const ending = call.end()
  await server.until(() => server.requests.some(({ url }) => url.pathname.endsWith('/leave')))
  server.store('session.state', { state: 'ended', reason: 'completed' })
  await ending
  expect(call.getSnapshot().status).toMatchObject({ phase: 'ended', reason: 'completed' })
})

test('turns can be asked for', async () => {
  create({ transport: 'steps' })
  await call.start()
  expect(await phase('live')).toMatchObject({ transport: 'steps', fallback: null })
  expect(server.upgrades).toEqual([])
})
