import { act, render, renderHook, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef, StrictMode } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { RealtimeVoiceAgent, RealtimeVoiceChat, useWebRTC } from '../src/index.ts'
import asDefault from '../src/use-web-rtc.ts'
import { FakeServer } from './fake-server.ts'

let server: FakeServer
beforeEach(() => {
  server = new FakeServer()
})

const button = (name: string) => screen.getByRole('button', { name })

test('the hook is also what its file exports by default', () => {
  expect(asDefault).toBe(useWebRTC)
})

test('connects, tells, toggles, clears, ends; and falls back where there is no WebRTC', async () => {
  const onTranscriptDone = vi.fn()
  const { result } = renderHook(() => useWebRTC({ call: server.options, onTranscriptDone }), { wrapper: StrictMode })
  await act(() => result.current.connect())
  await waitFor(() => expect(result.current.isConnected).toBe(true))
  expect(result.current.state.fallback).toContain('WebRTC')
  expect(server.requests[0]).toBe('POST /api/sessions')
  act(() => server.say({ type: 'input_audio_buffer.transcription.completed', item_id: 'u', transcription: 'hello' }))
  await waitFor(() => expect(result.current.userTranscript).toBe('hello'))
  expect(onTranscriptDone).toHaveBeenCalledWith({ itemId: 'u', transcript: 'hello' })
  act(() => result.current.toggleRecording())
  expect(result.current.isRecording).toBe(false)
  act(() => result.current.clearTranscripts())
  expect(result.current.userTranscript).toBe('')
  await act(() => result.current.disconnect())
  expect(result.current.isConnected).toBe(false)
})

test('the chat shows both transcripts and its state', async () => {
  render(<RealtimeVoiceChat call={server.options} />)
  expect(screen.getByRole('status').textContent).toBe('Ready when you are.')
  await userEvent.click(button('Start Voice Chat'))
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Listening.'))
  act(() => server.say({ type: 'input_audio_buffer.transcription.completed', item_id: 'u', transcription: 'hello' }))
  act(() => server.speak('p', 'Good morning'))
  await waitFor(() => expect(screen.getByRole('log', { name: 'You' }).textContent).toContain('hello'))
  await userEvent.click(button('Mute'))
  expect(button('Unmute').getAttribute('aria-pressed')).toBe('true')
  await userEvent.click(button('Clear'))
  expect(screen.getByRole('log', { name: 'You' }).textContent).toContain('Nothing yet.')
  await userEvent.click(button('End Call'))
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('The call has ended.'))
})

test('the agent is one button, which tells of the press and of what is said', async () => {
  const [onTranscription, onResponse, onUserInteraction] = [vi.fn(), vi.fn(), vi.fn()]
  render(
    <RealtimeVoiceAgent
      audioRef={createRef()}
      onTranscription={onTranscription}
      onResponse={onResponse}
      onUserInteraction={onUserInteraction}
      call={server.options}
    />,
  )
  await userEvent.click(button('Start Voice Chat'))
  expect(onUserInteraction).toHaveBeenCalledTimes(1)
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Listening.'))
  expect(screen.getByText(/WebRTC/)).toBeTruthy()
  act(() => server.say({ type: 'input_audio_buffer.transcription.completed', item_id: 'u', transcription: 'hello' }))
  expect(onTranscription).toHaveBeenCalledWith('hello')
  act(() => server.say({ type: 'response.audio_transcript.delta', item_id: 'p', delta: { text: 'Good morning' } }))
  expect(onResponse).toHaveBeenCalledWith('Good morning')
  await userEvent.click(button('End Call'))
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('The call has ended.'))
})

test('while the page loads the button waits', () => {
  render(<RealtimeVoiceAgent loading />)
  expect(button('Start Voice Chat').hasAttribute('disabled')).toBe(true)
})
