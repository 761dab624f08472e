import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Progress } from '@/api/types'
import { config, report } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const { judge } = report()
const empty: Progress = {
  practice: { talks: 0, minutes: 0 },
  skills: [],
  metrics: [],
  goals: [],
  choices: [
    {
      id: 'sbi',
      title: 'Situation, behaviour, impact',
      elements: [
        { id: 'impact', title: 'Impact', top: 3 },
        { id: 'ask_view', title: 'Asks for their view', top: 2 },
      ],
    },
  ],
  suggestion: {
    scenario_id: 'late-report',
    scenario_title: 'The late report',
    reason: 'untried',
    element_title: null,
    rubric_title: 'Situation, behaviour, impact',
  },
}
const practised: Progress = {
  ...empty,
  practice: { talks: 3, minutes: 12 },
  skills: [
    {
      rubric: 'sbi',
      rubric_title: 'Situation, behaviour, impact',
      element: 'impact',
      title: 'Impact',
      versions: [
        {
          judge,
          points: [
            { session_id: 's1', at: 1, level: 1 },
            { session_id: 's2', at: 2, level: null },
            { session_id: 's3', at: 3, level: 2 },
          ],
        },
      ],
      now: { median: 1.5, low: 1, high: 2, talks: 2 },
    },
  ],
}
const goal = {
  id: 'g1',
  rubric: 'sbi',
  rubric_title: 'Situation, behaviour, impact',
  element: 'impact',
  title: 'Impact',
  level: 2,
  created_at: 1,
  reached: false,
  now: { median: 1.5, low: 1, high: 2, talks: 2 },
}

test('who has not practised is told what to begin with', async () => {
  serve({ 'GET /api/config': config(), 'GET /api/progress': empty })
  renderApp('/progress')
  expect(await screen.findByText('Nothing to draw yet')).toBeInTheDocument()
  const next = screen.getByRole('region', { name: 'What to practise next' })
  expect(next).toHaveTextContent('You have not tried this yet: Situation, behaviour, impact.')
  expect(within(next).getByRole('link', { name: 'Practise this' })).toHaveAttribute('href', '/practice/late-report')
})

test('a skill says where one is, and its table says every talk', async () => {
  serve({ 'GET /api/config': config(), 'GET /api/progress': practised })
  renderApp('/progress')
  const skill = await screen.findByRole('article', { name: 'Impact' })
  expect(skill).toHaveTextContent('In the middle 1.5, from 1 to 2 in your last 2.')
  const rows = within(skill).getAllByRole('row').slice(1)
  expect(rows.map((row) => within(row).getAllByRole('cell')[1]?.textContent)).toEqual(['2', 'not judged', '1'])
  expect(within(rows[0] as HTMLElement).getByRole('link')).toHaveAttribute('href', '/sessions/s3')
})

test('a goal is chosen, shown and set aside', async () => {
  let goals: Progress['goals'] = []
  const asked = serve({
    'GET /api/config': config(),
    'GET /api/progress': () => ({ ...practised, goals }),
    'POST /api/goals': () => {
      goals = [goal]
      return goal
    },
    'DELETE /api/goals/g1': () => {
      goals = []
      return null
    },
  })
  renderApp('/progress')
  await userEvent.selectOptions(await screen.findByLabelText('Goal Impact'), '2')
  expect(await screen.findByText('Goal: level 2. Not there yet.')).toBeInTheDocument()
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ rubric: 'sbi', element: 'impact', level: 2 })
  const own = within(screen.getByRole('region', { name: 'Your goals' }))
  expect(own.getByText('Impact: level 2')).toBeInTheDocument()
  expect(own.getByText('In the middle 1.5, from 1 to 2 in your last 2.')).toBeInTheDocument()
  await userEvent.click(own.getByRole('button', { name: 'Set aside the goal for Impact' }))
  await waitFor(() => expect(screen.queryByText('Goal: level 2. Not there yet.')).not.toBeInTheDocument())
})

test('a skill that was never tried can be a goal, as high as the judge goes', async () => {
  const asked = serve({ 'GET /api/config': config(), 'GET /api/progress': empty, 'POST /api/goals': goal })
  renderApp('/progress')
  await userEvent.selectOptions(await screen.findByLabelText('New goal'), 'Asks for their view')
  const level = screen.getByLabelText('Up to')
  expect(
    within(level)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['level 1: tried', 'level 2: clear'])
  await userEvent.selectOptions(level, 'level 2: clear')
  await userEvent.click(screen.getByRole('button', { name: 'Set goal' }))
  await waitFor(() => expect(asked.find(({ method }) => method === 'POST')).toBeDefined())
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ rubric: 'sbi', element: 'ask_view', level: 2 })
})

test('a change of judge or criteria is said in words', async () => {
  const versions = [
    { judge, points: [{ session_id: 's1', at: 1, level: 1 }] },
    { judge: { ...judge, rubric_hash: 'other' }, points: [{ session_id: 's2', at: 2, level: null }] },
    {
      judge: { ...judge, rubric_hash: 'other', kind: 'model' as const, model: 'gpt-x' },
      points: [{ session_id: 's3', at: 3, level: 2 }],
    },
  ]
  const skills = practised.skills.map((skill) => ({ ...skill, versions }))
  serve({ 'GET /api/config': config(), 'GET /api/progress': { ...practised, skills } })
  renderApp('/progress')
  const rubric = await screen.findByRole('region', { name: 'Situation, behaviour, impact' })
  expect(rubric).toHaveTextContent(/the criteria changed/)
  expect(rubric).toHaveTextContent(/judged by gpt-x from here on, before by Basic check/)
  expect(rubric).toHaveTextContent(/A dash below a picture: not judged/)
})

test('a figure over time can be read as a table', async () => {
  const talk_share = {
    id: 'talk_share',
    title: 'You talked',
    unit: 'ratio' as const,
    band: null,
    caveat: 'It depends.',
    source: '',
    points: [0.4, 0.6].map((value, i) => ({ session_id: `s${i}`, at: i, value })),
  }
  serve({ 'GET /api/config': config(), 'GET /api/progress': { ...practised, metrics: [talk_share] } })
  renderApp('/progress')
  const figure = await screen.findByRole('article', { name: 'You talked' })
  const rows = within(figure).getAllByRole('row').slice(1)
  expect(rows.map((row) => within(row).getAllByRole('cell')[1]?.textContent)).toEqual(['60 %', '40 %'])
})

test('a goal that was not saved is said', async () => {
  serve({
    'GET /api/config': config(),
    'GET /api/progress': practised,
    'POST /api/goals': new Refusal(409, 'goal_exists', 'You have a goal for this already.'),
  })
  renderApp('/progress')
  await userEvent.selectOptions(await screen.findByLabelText('Goal Impact'), '3')
  expect(await screen.findByText(/The goal was not saved/)).toBeInTheDocument()
})

test('when it cannot be loaded there is a way to try again', async () => {
  serve({ 'GET /api/config': config(), 'GET /api/progress': new Refusal(500, 'internal_error', 'Broken.') })
  renderApp('/progress')
  expect(await screen.findByText(/Your progress could not be loaded/)).toBeInTheDocument()
})
