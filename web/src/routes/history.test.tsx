import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Found } from '@/api/types'
import { config, report, scenarioDetails, session, turn } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const found = (change: Partial<Found> = {}): Found => ({
  session: session(),
  turn_id: 't1',
  speaker: 'partner',
  sentence: 'The report was not my fault.',
  start_ms: 4000,
  more: 2,
  ...change,
})
const answers = {
  'GET /api/config': config(),
  'GET /api/me': { id: 'ann', name: 'Ann', role: 'learner', team_id: null, single_user: false },
  'GET /api/sessions': ({ query }: { query: URLSearchParams }) => ({
    items: query.get('of') === 'own' ? [session()] : [],
    next_cursor: null,
  }),
  'GET /api/sessions/s1/levels': { duration_ms: 1, learner: [], partner: [] },
}

test('talks that cannot be loaded are told once, not again for those of others', async () => {
  serve({ ...answers, 'GET /api/sessions': new Refusal(500, 'failed', 'It failed.') })
  renderApp('/history')
  expect(await screen.findByText('Your conversations could not be loaded.')).toBeVisible()
  expect(screen.queryByText('Shared with you')).not.toBeInTheDocument()
})

test('what was said is found, with its sentence and the way there', async () => {
  const asked = serve({ ...answers, 'GET /api/search': { words: ['Report'], items: [found()], next_cursor: null } })
  const { router } = renderApp('/history')
  await userEvent.type(await screen.findByRole('searchbox', { name: 'Search what was said' }), ' Report ')
  const link = await screen.findByRole('link', { name: /The report was not my fault/ })
  expect(link).toHaveTextContent('Marc:')
  expect(link).toHaveTextContent('And in 2 more turns.')
  expect(link.querySelector('mark')).toHaveTextContent('report')
  expect(link).toHaveAttribute('href', '/sessions/s1#turn-t1')
  expect(asked.filter(({ path }) => path === '/api/search').map(({ query }) => query.get('q'))).toEqual(['Report'])
  expect(router.state.location.search).toEqual({ q: 'Report' })
})

test('what others share is below, and whose it is', async () => {
  const theirs = session({
    id: 's2',
    owner_name: 'Bob',
    may: ['read'],
    turn_count: 3,
    next_step: null,
    recording: false,
  })
  serve({
    ...answers,
    'GET /api/sessions': ({ query }: { query: URLSearchParams }) => ({
      items: query.get('of') === 'shared' ? [theirs] : [session()],
      next_cursor: null,
    }),
    'GET /api/sessions/s2/levels': { duration_ms: 1, learner: [], partner: [] },
  })
  renderApp('/history')
  const shared = within(await screen.findByRole('region', { name: 'Shared with you' }))
  expect(shared.getByText(/of Bob/)).toBeInTheDocument()
  expect(shared.getByRole('link')).toHaveAttribute('href', '/sessions/s2')
})

test('what was never said is told, and the way back to all talks', async () => {
  serve({ ...answers, 'GET /api/search': { words: ['holiday'], items: [], next_cursor: null } })
  renderApp('/history?q=holiday')
  expect(await screen.findByText('“holiday” was not said in any of your talks.')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('link', { name: 'Show all talks' }))
  expect(await screen.findByRole('heading', { name: 'The late report, with Marc' })).toBeInTheDocument()
  expect(screen.getByRole('searchbox')).toHaveValue('')
})

test('more of what was found', async () => {
  serve({
    ...answers,
    'GET /api/search': ({ query }: { query: URLSearchParams }) =>
      query.get('cursor') === 'c1'
        ? { words: ['report'], items: [found({ session: session({ id: 's2' }), more: 0 })], next_cursor: null }
        : { words: ['report'], items: [found()], next_cursor: 'c1' },
  })
  renderApp('/history?q=report')
  await userEvent.click(await screen.findByRole('button', { name: 'Show earlier ones' }))
  await waitFor(() => expect(screen.getAllByRole('link', { name: /not my fault/ })).toHaveLength(2))
})

test('a search that fails says so', async () => {
  serve({ ...answers, 'GET /api/search': new Refusal(400, 'invalid', 'Write at least one word to look for.') })
  renderApp('/history?q=...')
  expect(await screen.findByRole('alert')).toHaveTextContent('Write at least one word to look for.')
})

test('there is nothing to search before the first talk', async () => {
  serve({ ...answers, 'GET /api/sessions': { items: [], next_cursor: null } })
  renderApp('/history')
  expect(await screen.findByText('You have not practised yet.')).toBeInTheDocument()
  expect(screen.queryByRole('searchbox')).not.toBeInTheDocument()
})

test('the address of a turn leads to it', async () => {
  const scroll = vi.fn<(this: Element) => void>()
  Element.prototype.scrollIntoView = scroll
  serve({
    ...answers,
    'GET /api/scenarios/late-report': scenarioDetails(),
    'GET /api/sessions/s1': session(),
    'GET /api/sessions/s1/transcript': {
      session_id: 's1',
      items: [turn(), turn({ id: 't2', seq: 2 })],
      next_cursor: null,
    },
    'POST /api/feedback/analyze': report(),
  })
  renderApp('/sessions/s1#turn-t2')
  await waitFor(() => expect(scroll.mock.contexts.map((one) => (one as Element).id)).toContain('turn-t2'))
})
