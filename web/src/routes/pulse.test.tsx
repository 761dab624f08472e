import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { PulseWaves, Stats } from '@/api/types'
import { config, scenarioDetails } from '@/testing/data'
import { comment, point, pulse, theme, trends } from '@/testing/pulse'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const me = {
  id: 'ann',
  name: 'Ann',
  role: 'learner',
  trainer_kind: null,
  team: { id: 'red', name: 'Red' },
  team_id: 'red',
  single_user: false,
  sign_in: 'password',
}
const answers = { 'GET /api/config': config(), 'GET /api/me': me, 'GET /api/pulse': pulse() }

test('a pulse is answered by keyboard, and sent once', async () => {
  const asked = serve({
    ...answers,
    'POST /api/pulse': { wave_id: 'w1', themes: ['safety'], ignored: [], message: 'Kept without your name.' },
  })
  renderApp('/pulse/answer')
  const first = await screen.findByRole('group', { name: /held against you/ })
  within(first).getByRole('radio', { name: '1, very inaccurate' }).focus()
  await userEvent.keyboard('2')
  await userEvent.click(screen.getByRole('button', { name: 'Send my answers' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Answer this one too, or none of its group.')
  const second = screen.getByRole('group', { name: /bring up problems/ })
  await waitFor(() => expect(within(second).getByRole('radio', { name: '1, very inaccurate' })).toHaveFocus())
  await userEvent.keyboard('6')
  await userEvent.type(screen.getByRole('textbox'), ' Keep the round. ')
  expect(screen.getByText('2 of 2 answered')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Send my answers' }))
  expect(await screen.findByRole('status')).toHaveTextContent('You have answered')
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    wave_id: 'w1',
    answers: { safety_1: 2, safety_2: 6 },
    comment: 'Keep the round.',
  })
})

test('an answer that did not arrive is said, and stays', async () => {
  serve({ ...answers, 'POST /api/pulse': new Refusal(409, 'wave_not_open', 'This pulse is closed.') })
  renderApp('/pulse/answer')
  await userEvent.type(await screen.findByRole('textbox'), 'Keep it.')
  await userEvent.click(screen.getByRole('button', { name: 'Send my answers' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('This pulse is closed.')
  expect(screen.getByRole('textbox')).toHaveValue('Keep it.')
})

test('who has answered, and who is not asked, is told so', async () => {
  const now = pulse().now
  serve({ ...answers, 'GET /api/pulse': pulse({ now: now && { ...now, answered: true } }) })
  renderApp('/pulse/answer').unmount()
  renderApp('/pulse/answer')
  expect(await screen.findByText('You have answered')).toBeInTheDocument()
  serve({ ...answers, 'GET /api/pulse': pulse({ now: null }) })
  renderApp('/pulse/answer')
  expect(await screen.findByText('No pulse is open')).toBeInTheDocument()
})

test('a theme says where the team is, how sure that is, and whether it changed', async () => {
  const change = (by: number, is_sure: boolean) => ({ since: 'w0', by: { value: by, low: 0.1, high: 1 }, is_sure })
  serve({
    ...answers,
    'GET /api/pulse/trends': trends({
      trends: [
        {
          theme: theme(),
          points: [
            point({ value: 4.8, low: 4.4, high: 5.2 }, { wave_id: 'w0' }),
            point({ value: 5.4, low: 4.9, high: 5.9 }, { change: change(0.6, true) }),
            point({ value: 0, low: 0, high: 0 }, { wave_id: 'w2', hidden: 'few', figures: null }),
          ],
        },
        {
          theme: theme({ id: 'mood', title: 'Mood' }),
          points: [point({ value: 3, low: 2, high: 4 }, { change: change(-0.3, false) })],
        },
        {
          theme: theme({ id: 'energy', title: 'Energy' }),
          points: [point({ value: 0, low: 0, high: 0 }, { hidden: 'few', figures: null })],
        },
        {
          theme: comment(),
          points: [point({ value: 0, low: 0, high: 0 }, { figures: null, comments: ['Keep it.', 'Less mail.'] })],
        },
      ],
      notes: [{ id: 'n1', team_id: 'red', at: 1_795_000_000_000, text: 'More time for handovers.' }],
      low: [
        {
          theme: 'safety',
          title: 'Psychological safety',
          text: 'It is safe.',
          scenarios: [{ scenario_id: 'late-report', title: 'The late report', language: 'en' }],
        },
      ],
    }),
  })
  renderApp('/pulse')
  const safety = await screen.findByRole('article', { name: 'Psychological safety' })
  expect(safety).toHaveTextContent('5.4 on a scale from 1 to 7')
  expect(safety).toHaveTextContent('Between 4.9 and 5.9, had everybody answered.')
  expect(safety).toHaveTextContent('8 of 10 answered (80%)')
  expect(safety).toHaveTextContent('Up by 0.6 since the pulse before.')
  expect(safety).toHaveTextContent('fewer than 5 answers, so nothing is told.')
  await userEvent.click(within(safety).getByText('As a table'))
  expect(within(safety).getAllByRole('row')).toHaveLength(4)
  expect(within(safety).getByRole('img')).toHaveAccessibleName(/4: 8 people/)
  expect(screen.getByRole('article', { name: 'Mood' })).toHaveTextContent('No sure change since the pulse before.')
  expect(screen.getByText(/^Not told: Energy/)).toBeInTheDocument()
  expect(screen.getByText('Less mail.')).toBeInTheDocument()
  expect(screen.getByText('More time for handovers.')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Remove/ })).not.toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'The late report' })).toHaveAttribute('href', '/practice/late-report')
  expect(screen.getByRole('link', { name: 'Save figures as CSV' })).toHaveAttribute(
    'href',
    '/api/pulse/trends?format=csv',
  )
})

test('nothing that can be told is said, with why', async () => {
  serve({ ...answers, 'GET /api/pulse/trends': trends({ trends: [], message: 'Nobody.' }) })
  renderApp('/pulse')
  expect(await screen.findByText('Nobody has answered a pulse yet')).toBeInTheDocument()
})

test('an admin looks at one team after the other', async () => {
  const asked = serve({
    ...answers,
    'GET /api/pulse/trends': trends({ teams: [{ id: 'red', name: 'Red' }], everybody: true, may_note: true }),
    'POST /api/pulse/notes': { id: 'n1', team_id: 'red', at: 1, text: 'More time.' },
  })
  const { router } = renderApp('/pulse')
  await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Team' }), 'Red')
  await waitFor(() => expect(router.state.location.search).toEqual({ team: 'red' }))
  await waitFor(() => expect(asked.some(({ query }) => query.get('team_id') === 'red')).toBe(true))
  await userEvent.type(await screen.findByRole('textbox'), 'More time.')
  await userEvent.click(screen.getByRole('button', { name: 'Add' }))
  await waitFor(() =>
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ team_id: 'red', text: 'More time.' }),
  )
})

test('the first page asks once, and is put off', async () => {
  serve({
    ...answers,
    'GET /api/scenarios': [],
    'GET /api/sessions': { items: [], next_cursor: null },
    'GET /api/scenarios/late-report': scenarioDetails(),
  })
  renderApp('/')
  expect(await screen.findByText("Your team's pulse is open")).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Answer the pulse' })).toHaveAttribute('href', '/pulse/answer')
  await userEvent.click(screen.getByRole('button', { name: 'Not now' }))
  expect(screen.queryByText("Your team's pulse is open")).not.toBeInTheDocument()
})

const waves: PulseWaves = {
  teams: [
    { id: 'red', name: 'Red' },
    { id: 'blue', name: 'Blue' },
  ],
  items: [
    {
      id: 'w1',
      title: '',
      sets: ['safety'],
      opens_at: 1_795_000_000_000,
      closes_at: 1_796_000_000_000,
      state: 'open',
      teams: [{ id: 'red', name: 'Red' }],
      people: 12,
      answered: 5,
    },
  ],
}

test('a pulse is opened for some teams, and another one closed after a second thought', async () => {
  const asked = serve({
    ...answers,
    'GET /api/pulse/waves': waves,
    'POST /api/pulse/waves': waves.items[0],
    'POST /api/pulse/waves/w1/close': waves.items[0],
  })
  renderApp('/pulse/manage')
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Blue' }))
  await userEvent.click(screen.getByRole('button', { name: 'Open' }))
  const opened = await waitFor(() => asked.find(({ path, method }) => path === '/api/pulse/waves' && method === 'POST'))
  expect(opened?.body).toMatchObject({ sets: ['safety', 'comment'], team_ids: ['red'], title: '' })
  expect(screen.getByText('At least 5 of 12 have answered.')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Close now' }))
  const dialog = await screen.findByRole('dialog', { name: 'Close this pulse?' })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Close now' }))
  await waitFor(() => expect(asked.some(({ path }) => path === '/api/pulse/waves/w1/close')).toBe(true))
})

test('who may not open a pulse is told who may', async () => {
  serve({
    ...answers,
    'GET /api/pulse/waves': new Refusal(403, 'forbidden', 'You may not open a pulse for this team.'),
  })
  renderApp('/pulse/manage')
  expect(await screen.findByText('Trainers and admins open pulses')).toBeInTheDocument()
})

const stats = (change: Partial<Stats> = {}): Stats => ({
  team: null,
  weeks: [
    { begins_at: 1_794_000_000_000, told: false, people: null, talks: null, minutes: null },
    { begins_at: 1_794_600_000_000, told: true, people: 6, talks: 14, minutes: 96 },
  ],
  people: 6,
  talks: 14,
  minutes: 96,
  scenarios: [{ id: 'late-report', title: 'The late report', people_at_least: 5 }],
  skills: [],
  teams: [
    { team: { id: 'blue', name: 'Blue' }, told: false, people: null, talks: null, minutes: null },
    { team: { id: 'red', name: 'Red' }, told: true, people: 6, talks: 14, minutes: 96 },
  ],
  fewest: 5,
  message: null,
  ...change,
})

test('what teams practise is told in sums, and what is not told has words', async () => {
  serve({ ...answers, 'GET /api/dashboard/stats': stats() })
  renderApp('/dashboard')
  expect(await screen.findByText('14 talks, 96 min, 6 people')).toBeInTheDocument()
  await userEvent.click(screen.getByText('As a table'))
  const rows = within(screen.getByRole('region', { name: 'Week by week' })).getAllByRole('row')
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('Talks'),
    expect.stringMatching(/14966$/),
    expect.stringContaining('fewer than 5 people'),
  ])
  expect(screen.getByText('5 people or more')).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /Blue fewer than 5 people/ })).toBeInTheDocument()
})

test('too few people, and nobody to look after, are said', async () => {
  const none = { people: null, talks: null, minutes: null, teams: [] }
  serve({ ...answers, 'GET /api/dashboard/stats': stats(none) })
  const { unmount } = renderApp('/dashboard')
  expect(await screen.findByText('Too few people to tell')).toBeInTheDocument()
  unmount()
  serve({ ...answers, 'GET /api/dashboard/stats': new Refusal(403, 'forbidden', 'You may not.') })
  renderApp('/dashboard')
  expect(await screen.findByText('Trainers and admins see what teams practise')).toBeInTheDocument()
})
