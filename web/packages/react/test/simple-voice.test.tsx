import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { SimpleVoice } from '../src/index.ts'
import { FakeServer } from './fake-server.ts'

let server: FakeServer
beforeEach(() => {
  server = new FakeServer()
  server.greeting = { type: 'session_id', session_id: 'abc' }
})

const button = (name: string) => screen.getByRole('button', { name })
const status = (text: string) => waitFor(() => expect(screen.getByRole('status').textContent).toBe(text))
const show = (onSessionEnd?: (sessionId: string) => void) =>
  render(<SimpleVoice session={server.options} onSessionEnd={onSessionEnd} />, { wrapper: StrictMode })

test('idle, recording, responding, idle', async () => {
  show()
  await status('Idle')
  await userEvent.click(button('Start Recording'))
  await status('Recording')
  act(() => server.say({ type: 'audio_chunk', audio: 'AAAA'.repeat(800) }))
  await status('Responding…')
  act(() => server.audio.speaker.advance(100))
  await userEvent.click(button('Stop Recording'))
  await status('Idle')
})

test('End Session asks the server and gives notice', async () => {
  const onSessionEnd = vi.fn()
  show(onSessionEnd)
  await status('Idle')
  await userEvent.click(button('End Session'))
  await status('The session has ended.')
  expect(server.requests).toEqual(['POST /force-stop/abc'])
  expect(onSessionEnd).toHaveBeenCalledExactlyOnceWith('abc')
  await userEvent.click(button('New Session'))
  await status('Idle')
})

test('an end by the server stops the recording', async () => {
  show()
  await status('Idle')
  await userEvent.click(button('Start Recording'))
  await status('Recording')
  act(() => server.say({ type: 'session_end' }))
  await status('The session has ended.')
  expect(server.audio.microphone.closed).toBe(true)
})
