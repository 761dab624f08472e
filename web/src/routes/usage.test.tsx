import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Usage } from '@/api/types'
import { config } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const row = (change: Partial<Usage['total']> = {}): Usage['total'] => ({
  key: '2026-11-20',
  name: null,
  cost_usd: 0.48,
  unknown: 0,
  estimated: false,
  talks: 2,
  minutes: 16.4,
  voice_seconds: 0,
  text_in: 0,
  audio_in: 0,
  image_in: 0,
  text_cached: 0,
  audio_cached: 0,
  image_cached: 0,
  text_out: 0,
  audio_out: 0,
  ...change,
})
const usage = (change: Partial<Usage> = {}): Usage => ({
  since: '2026-11-01',
  until: '2026-11-21',
  items: [row()],
  next_cursor: null,
  total: row({ key: '' }),
  limits: [],
  free: false,
  prices_as_of: '2026-11-20',
  prices_source: 'model pages',
  ...change,
})
const shown = (answer: Parameters<typeof serve>[0][string], role = 'learner') => {
  const asked = serve({
    'GET /api/config': config(),
    'GET /api/me': { id: 'ann', name: 'Ann', role, team_id: null, single_user: false },
    'GET /api/usage': answer,
  })
  renderApp('/usage')
  return asked
}

test('the month is summed up, and each day has its row', async () => {
  shown(usage())
  expect(await screen.findByText('Since November 1, 2026: $0.48 for 16 min of talk.')).toBeInTheDocument()
  const line = screen.getByRole('row', { name: /^November 20 / })
  expect(
    within(line)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ).toEqual(['2', '16', '$0.48'])
  expect(screen.getByRole('link', { name: 'Save as CSV' })).toHaveAttribute(
    'href',
    '/api/usage?of=own&by=day&format=csv',
  )
})

test('what has no known price is said, and is no zero', async () => {
  shown(usage({ items: [row({ cost_usd: 0, unknown: 3 })], total: row({ cost_usd: 0, unknown: 3 }) }))
  expect(await screen.findByText('3 more uses have no known price, and are not in that.')).toBeInTheDocument()
  expect(screen.getByRole('cell', { name: 'not known' })).toBeInTheDocument()
})

test('how much of a limit is used', async () => {
  const limit = { whose: 'user', period: 'month', unit: 'usd', most: 2, used: 1.8, ends_at: 1 } as const
  shown(usage({ limits: [limit] }))
  expect(await screen.findByText('You, a month')).toBeInTheDocument()
  expect(screen.getByText('$1.80 of $2.00')).toBeInTheDocument()
})

test('admins see everybody’s, by person', async () => {
  const byPerson = usage({ items: [row({ key: 'bob', name: 'Bob' })] })
  const asked = shown(
    ({ query }: { query: URLSearchParams }) => (query.get('by') === 'user' ? byPerson : usage()),
    'admin',
  )
  await userEvent.selectOptions(await screen.findByLabelText('Whose'), 'Everybody’s')
  await userEvent.selectOptions(screen.getByLabelText('By'), 'Person')
  expect(await screen.findByRole('rowheader', { name: 'Bob' })).toBeInTheDocument()
  expect(asked.some(({ query }) => query.get('of') === 'all' && query.get('by') === 'user')).toBe(true)
})

test('a month without talks, and a server that does not answer', async () => {
  shown(usage({ items: [], total: row({ cost_usd: 0, talks: 0, minutes: 0 }), free: true }))
  expect(await screen.findByText('Nothing was used this month.')).toBeInTheDocument()
  expect(screen.getByText('Talks run on this server now and cost nothing.')).toBeInTheDocument()
})

test('what cannot be loaded is said', async () => {
  shown(new Refusal(500, 'internal_error', 'Something went wrong.'))
  expect(await screen.findByText('What talks cost could not be loaded.')).toBeInTheDocument()
})
