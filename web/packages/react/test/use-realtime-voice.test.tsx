import { act, renderHook, waitFor } from '@testing-library/react'
import { StrictMode } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { type RealtimeVoiceOptions, transcriptText, useRealtimeVoice } from '../src/index.ts'
import { FakeServer } from './fake-server.ts'

let server: FakeServer
beforeEach(() => {
  server = new FakeServer()
})

const render = (options: RealtimeVoiceOptions = {}) =>
  renderHook((props: RealtimeVoiceOptions) => useRealtimeVoice({ call: server.options, ...props }), {
    initialProps: options,
    wrapper: StrictMode,
  })

async function connected(options: RealtimeVoiceOptions = {}) {
  const hook = render(options)
  await act(() => hook.result.current.connectWebSocket())
  await waitFor(() => expect(hook.result.current.isConnected).toBe(true))
  return hook
}

test('connects over WebSocket to a session of its scenario', async () => {
  const { result } = await connected({ scenarioId: 'conflict-resolution' })
  expect(result.current).toMatchObject({ transport: 'websocket', note: null, error: null, transcript: [] })
  expect(server.urls).toEqual(['ws://localhost:3000/ws/realtime/made'])
})

test('WebRTC falls back to WebSocket and says so', async () => {
  const { result } = render()
  await act(() => result.current.connectWebRTC())
  await waitFor(() => expect(result.current.isConnected).toBe(true))
  expect(result.current.note).toContain('WebRTC')
})

test('a session can be named when connecting', async () => {
  const { result } = render()
  await act(() => result.current.connectWebSocket('session_123'))
  expect(server.urls).toEqual(['ws://localhost:3000/ws/realtime/session_123'])
})

test('the transcript is live; onTranscript tells each turn when it is final, and corrections', async () => {
  const onTranscript = vi.fn()
  const { result } = await connected({ onTranscript })
  act(() => server.say({ type: 'input_audio_transcription.delta', item_id: 'u', delta: { text: 'hello' } }))
  expect(result.current.transcript).toEqual([{ id: 'u', speaker: 'learner', text: 'hello', final: false }])
  expect(onTranscript).not.toHaveBeenCalled()
  act(() => server.store('user.transcript.final', { id: 'u', seq: 1, speaker: 'learner', text: 'Hello.' }))
  await waitFor(() => expect(onTranscript).toHaveBeenCalledTimes(1))
  act(() => server.store('user.transcript.final', { id: 'u', seq: 1, speaker: 'learner', text: 'Hallo.' }))
  await waitFor(() => expect(onTranscript).toHaveBeenCalledTimes(2))
  expect(onTranscript.mock.calls.map(([entry]) => entry.text)).toEqual(['Hello.', 'Hallo.'])
  expect(transcriptText(result.current.transcript)).toBe('Learner: Hallo.')
})

test('the newest callback is called', async () => {
  const [first, second] = [vi.fn(), vi.fn()]
  const { rerender } = await connected({ onTranscript: first })
  rerender({ onTranscript: second })
  act(() => server.store('user.transcript.final', { id: 'u', seq: 1, speaker: 'learner', text: 'x' }))
  await waitFor(() => expect(second).toHaveBeenCalledTimes(1))
  expect(first).not.toHaveBeenCalled()
})

test('text is sent, the partner interrupted, the session ended', async () => {
  const { result } = await connected()
  await act(() => result.current.sendText('May I?'))
  expect(server.sent.map(({ type }) => type)).toEqual(['conversation.item.create', 'response.create'])
  act(() => server.speak('p', 'Sure thing'))
  act(() => server.audio.speaker.advance(100))
  await act(() => result.current.interrupt())
  expect(server.sent.at(-1)).toMatchObject({ type: 'conversation.item.truncate', item_id: 'p', audio_end_ms: 105 })
  await act(() => result.current.disconnect())
  expect(result.current.state.status).toMatchObject({ phase: 'ended', reason: 'completed' })
})

test('a problem is an error with words, and connecting again is possible', async () => {
  const onError = vi.fn()
  server.audio.microphoneError = new DOMException('', 'NotAllowedError')
  const { result } = render({ onError })
  await act(() => result.current.connectWebSocket())
  expect(result.current.error?.action).not.toBe('')
  expect(onError).toHaveBeenCalledWith(result.current.error)
  server.audio.microphoneError = null
  await act(() => result.current.connectWebSocket())
  await waitFor(() => expect(result.current.isConnected).toBe(true))
})

test('the microphone is let go with the component', async () => {
  const { unmount } = await connected()
  unmount()
  expect(server.audio.microphone.closed && server.audio.closed).toBe(true)
})
