import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { RunningTalk } from '@/api/types'
import { config, turn } from '@/testing/data'
import { eventStream } from '@/testing/fake-call'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const talk = (change: Partial<RunningTalk> = {}): RunningTalk => ({
  session_id: 's1',
  learner: 'Ann',
  scenario_title: 'The late report',
  partner_name: 'Marc',
  state: 'live',
  started_at: 1_795_000_000_000,
  duration_ms: 65_000,
  language: 'en',
  transport: 'webrtc',
  turn_count: 2,
  may_listen: true,
  here: [],
  ...change,
})

function page(talks: unknown = { items: [talk()] }) {
  const events = eventStream()
  const asked = serve({
    'GET /api/config': config(),
    'GET /api/monitor/sessions': talks,
    'GET /api/sessions/s1/events': () => events.response(),
    'POST /api/monitor/sessions/s1/hint': null,
    'POST /api/monitor/sessions/s1/end': { session_id: 's1', state: 'ended', end_reason: 'stopped' },
  })
  renderApp('/monitor')
  return { asked, events, user: userEvent.setup() }
}

const follow = async (user: ReturnType<typeof userEvent.setup>) =>
  user.click(await screen.findByRole('button', { name: /Ann/ }))

test('nobody to follow is said, and why', async () => {
  page({ items: [] })
  expect(await screen.findByText('No talk to follow now')).toBeInTheDocument()
})

test('who may not follow is told so', async () => {
  page(new Refusal(403, 'forbidden', 'You may not follow this session while it goes on as a learner.'))
  expect(await screen.findByText('Trainers and admins follow talks')).toBeInTheDocument()
})

test('what cannot be loaded is said', async () => {
  page(new Refusal(500, 'internal_error', 'Something went wrong.'))
  expect(await screen.findByRole('alert')).toHaveTextContent('The talks could not be loaded.')
})

test('captions come as they are said', async () => {
  const { events, user } = page()
  await follow(user)
  const log = await screen.findByRole('log')
  act(() => events.send('user.speech.started', { at_ms: 0 }))
  expect(await screen.findByText('Ann speaks.')).toBeInTheDocument()
  act(() => events.send('user.speech.stopped', { at_ms: 500 }))
  act(() => events.send('user.transcript.final', turn({ text: 'You were late.' })))
  await waitFor(() => expect(log).toHaveTextContent('AnnYou were late.'))
  expect(screen.getByText('Nobody speaks.')).toBeInTheDocument()
})

test.each([
  ['partner.interrupted', { heard_ms: 400, generated_ms: 900 }],
  ['partner.turn.ended', { status: 'cancelled' }],
])('a partner who is cut off speaks no more (%s)', async (type, data) => {
  const { events, user } = page()
  await follow(user)
  await screen.findByRole('log')
  act(() => events.send('partner.turn.started', {}))
  expect(await screen.findByText('Marc speaks.')).toBeInTheDocument()
  act(() => events.send('partner.turn.ended', { status: 'completed' }))
  act(() => events.send('user.transcript.final', turn({ text: 'Wait.' })))
  await waitFor(() => expect(screen.getByRole('log')).toHaveTextContent('Wait.'))
  expect(screen.getByText('Marc speaks.'), 'a reply that is complete is still heard').toBeInTheDocument()
  act(() => events.send(type, data))
  expect(await screen.findByText('Nobody speaks.')).toBeInTheDocument()
})

test('a hint goes to the learner, and the box is empty again', async () => {
  const { asked, user } = page()
  await follow(user)
  const box = await screen.findByLabelText(/A hint for Ann/)
  expect(screen.getByRole('button', { name: 'Send the hint' })).toBeDisabled()
  await user.type(box, ' Ask how he sees it. ')
  await user.click(screen.getByRole('button', { name: 'Send the hint' }))
  expect(await screen.findByText('Ann has it.')).toBeInTheDocument()
  expect(box).toHaveValue('')
  expect(asked.find(({ path }) => path.endsWith('/hint'))?.body).toEqual({ text: 'Ask how he sees it.' })
})

test('a talk is ended only after it was asked whether', async () => {
  const { asked, user } = page()
  await follow(user)
  await user.click(await screen.findByRole('button', { name: 'End the talk' }))
  const dialog = screen.getByRole('dialog', { name: 'End the talk of Ann?' })
  expect(asked.some(({ path }) => path.endsWith('/end'))).toBe(false)
  await user.click(within(dialog).getByRole('button', { name: 'End it' }))
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith('/end'))).toBe(true))
})

test('a talk that is over can be read', async () => {
  const { events, user } = page()
  await follow(user)
  await screen.findByRole('log')
  act(() => events.send('session.state', { state: 'ended', reason: 'completed' }))
  expect(await screen.findByText('This talk is over.')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Read what was said' })).toHaveAttribute('href', '/sessions/s1')
})

test('where the voices are not here there is nothing to listen to', async () => {
  const { user } = page({ items: [talk({ may_listen: false })] })
  await follow(user)
  expect(await screen.findByText(/You can follow its captions/)).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Listen' })).not.toBeInTheDocument()
})
