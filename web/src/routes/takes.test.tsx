import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Said, Take } from '@/api/types'
import { config, session, turn } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const turns = [
  turn({ id: 't1', seq: 1, text: 'On Friday it went out at six.' }),
  turn({ id: 't2', seq: 2, speaker: 'partner', text: 'I know.' }),
  turn({ id: 't3', seq: 3, text: 'You are always late.' }),
]

const said = (change: Partial<Said>): Said => ({
  id: 't3',
  session_id: 's1',
  speaker: 'learner',
  text: 'You are always late.',
  start_ms: 1000,
  end_ms: 2000,
  typed: false,
  interrupted: false,
  ...change,
})
const take = (change: Partial<Take> = {}): Take => ({
  session_id: 's1',
  created_at: 1_795_000_000_000,
  recording: true,
  cue: said({ id: 't2', speaker: 'partner', text: 'I know.' }),
  said: [said({})],
  reaction: [],
  elements: [{ id: 'ask_view', title: 'Asks for their view', level: 0, state: 'scored' }],
  behaviours: [{ name: 'absolute_you', turn_id: 't3', quote: 'You are always', experimental: false }],
  ...change,
})
const again = (id: string, text: string) =>
  take({
    session_id: id,
    said: [said({ id: `${id}-1`, session_id: id, text })],
    elements: [{ id: 'ask_view', title: 'Asks for their view', level: 2, state: 'scored' }],
    behaviours: [{ name: 'asks_view', turn_id: `${id}-1`, quote: text, experimental: false }],
  })
const compared = (...takes: Take[]) => ({
  session_id: 's2',
  moments: [{ judge: 'Basic check', rubric: 'sbi', rubric_title: 'SBI', takes }],
})

test('a moment shows the line that is said again, and begins with both ids', async () => {
  const asked = serve({
    'GET /api/config': config({ recording: 'off' }),
    'GET /api/sessions/s1': session(),
    'GET /api/sessions/s1/transcript': { session_id: 's1', items: turns, next_cursor: null },
    'POST /api/sessions': new Refusal(409, 'retried_session_gone', 'The conversation was deleted.'),
  })
  renderApp('/retry/s1?turn=t3')
  expect(await screen.findByRole('region', { name: 'Marc says this again' })).toHaveTextContent('I know.')
  expect(screen.getByText('On Friday it went out at six.')).toBeInTheDocument()
  await userEvent.click(await screen.findByRole('button', { name: 'Go back to that moment' }))
  expect(await screen.findByText(/The conversation was deleted/)).toBeInTheDocument()
  const posted = asked.find(({ method, path }) => method === 'POST' && path === '/api/sessions')
  expect(posted?.body).toMatchObject({ retry_of: 's1', retry_turn_id: 't3', hints: false })
})

test('a turn that is not there any more is said, with the way to another one', async () => {
  serve({
    'GET /api/config': config(),
    'GET /api/sessions/s1': session(),
    'GET /api/sessions/s1/transcript': { session_id: 's1', items: turns, next_cursor: null },
  })
  renderApp('/retry/s1?turn=gone')
  expect(await screen.findByText(/This turn is not in the conversation any more/)).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Read the whole report' })).toHaveAttribute('href', '/sessions/s1')
})

test('two takes stand side by side with what changed in words', async () => {
  serve({
    'GET /api/config': config(),
    'GET /api/sessions/s2': session({ id: 's2', retry_of: 's1', retry_turn_id: 't3' }),
    'GET /api/sessions/s2/takes': compared(take(), again('s2', 'How do you see it?')),
  })
  renderApp('/compare/s2')
  const [first, second] = await screen.findAllByTestId('take')
  if (!first || !second) throw new Error('There are two takes.')
  expect(within(first).getByRole('img', { name: 'level 0 of 3' })).toBeInTheDocument()
  expect(within(second).getByRole('img', { name: 'level 2 of 3' })).toBeInTheDocument()
  expect(within(first).getByRole('button', { name: 'Hear it: You are always late.' })).toBeInTheDocument()
  expect(within(second).getByRole('button', { name: 'Hear it: How do you see it?' })).toBeInTheDocument()
  const changed = screen.getByTestId('changed')
  expect(changed).toHaveTextContent('You asked how Marc sees it. The first time you did not.')
  expect(changed).toHaveTextContent('The first time you said “you always” or “you never”. This time you did not.')
  const link = screen.getByRole('link', { name: 'Try that moment again' })
  expect(link).toHaveAttribute('href', '/retry/s1?turn=t3')
})

test('of several takes another one can be laid beside the first', async () => {
  serve({
    'GET /api/config': config(),
    'GET /api/sessions/s2': session({ id: 's2', retry_of: 's1' }),
    'GET /api/sessions/s2/takes': compared(take(), again('s2', 'How do you see it?'), again('s3', 'Tell me more.')),
  })
  renderApp('/compare/s2')
  const [, second] = await screen.findAllByTestId('take')
  expect(second).toHaveTextContent('How do you see it?')
  await userEvent.click(screen.getByRole('button', { name: 'Take 3' }))
  await waitFor(() => expect(screen.getAllByTestId('take')[1]).toHaveTextContent('Tell me more.'))
})

test('a take in which nothing was said has nothing beside it', async () => {
  serve({
    'GET /api/config': config(),
    'GET /api/sessions/s2': session({ id: 's2', retry_of: 's1' }),
    'GET /api/sessions/s2/takes': { session_id: 's2', moments: [] },
  })
  renderApp('/compare/s2')
  expect(await screen.findByText('There is no other take to compare with')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Read the whole report' })).toHaveAttribute('href', '/sessions/s2')
})
