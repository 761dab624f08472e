import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { RealtimeVoiceCard, type RealtimeVoiceCardProps } from '../src/index.ts'
import { FakeServer } from './fake-server.ts'

let server: FakeServer
beforeEach(() => {
  server = new FakeServer()
})

const button = (name: string) => screen.getByRole('button', { name })
const status = (text: string) => waitFor(() => expect(screen.getByRole('status').textContent).toBe(text))

async function start(props: RealtimeVoiceCardProps = {}) {
  render(<RealtimeVoiceCard call={server.options} {...props} />)
  await userEvent.click(button(props.messages?.start ?? 'Start'))
}

test('start, listen, interrupt, end', async () => {
  const onSessionEnd = vi.fn()
  await start({ onSessionEnd })
  await status('Listening.')
  expect(button('Interrupt').hasAttribute('disabled')).toBe(true)
  act(() => server.speak('p', 'Good morning'))
  await status('Speaking.')
  await userEvent.click(button('Interrupt'))
  await status('Listening.')
  act(() => server.store('partner.transcript.final', { id: 'p', seq: 1, speaker: 'partner', text: 'Good' }))
  await screen.findByText('Good', { exact: false })
  await userEvent.click(button('End'))
  await status('The conversation is over.')
  expect(onSessionEnd).toHaveBeenCalledTimes(1)
  expect(onSessionEnd).toHaveBeenCalledWith({
    sessionId: 'made',
    transcript: [{ id: 'p', speaker: 'partner', text: 'Good', final: true }],
    durationSeconds: 0,
  })
  expect(button('Start again')).toBeTruthy()
})

test('an end that the server brings is told as well', async () => {
  const onSessionEnd = vi.fn()
  await start({ onSessionEnd })
  await status('Listening.')
  act(() => server.store('session.state', { state: 'ended', reason: 'provider_lost' }))
  await waitFor(() => expect(onSessionEnd).toHaveBeenCalledTimes(1))
  expect(screen.getByRole('alert').textContent).toContain('The voice service went away')
})

test('a call that never began is no session that ended', async () => {
  const onSessionEnd = vi.fn()
  server.audio.microphoneError = new DOMException('', 'NotFoundError')
  await start({ onSessionEnd })
  await screen.findByRole('alert')
  expect(onSessionEnd).not.toHaveBeenCalled()
})

test('the latest turns are a log, with who said them', async () => {
  await start({ previewTurns: 2 })
  await status('Listening.')
  for (const [seq, text] of ['one', 'two', 'three'].entries())
    act(() => server.store('user.transcript.final', { id: text, seq, speaker: 'learner', text }))
  await screen.findByText('three', { exact: false })
  const turns = [...screen.getByRole('log', { name: 'Transcript' }).children].map((turn) => turn.textContent)
  expect(turns).toEqual(['You two', 'You three'])
})

test('mute is a toggle', async () => {
  await start()
  await status('Listening.')
  await userEvent.click(button('Mute'))
  expect(button('Unmute').getAttribute('aria-pressed')).toBe('true')
})

test('hold to talk works with the keyboard', async () => {
  server.greeting = { type: 'session.created', session: { audio: { input: { turn_detection: null } } } }
  await start({ call: { ...server.options, mode: 'push-to-talk' } })
  await status('Listening.')
  act(() => button('Hold to talk').focus())
  const user = userEvent.setup()
  await user.keyboard('{ >}')
  act(() => server.audio.microphone.hear(200))
  await user.keyboard('{/ }')
  await waitFor(() => expect(server.sent.at(-1)).toEqual({ type: 'response.create' }))
  expect(server.sent.filter(({ type }) => type === 'input_audio_buffer.append')).toHaveLength(10)
})

test('every word can be replaced', async () => {
  await start({ messages: { start: 'Los', listening: 'Ich höre zu.' }, title: 'Übung' })
  await status('Ich höre zu.')
  expect(screen.getByRole('heading', { name: 'Übung' })).toBeTruthy()
})
