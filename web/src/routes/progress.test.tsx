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
const goal = { id: 'g1', rubric: 'sbi', element: 'impact', title: 'Impact', level: 2, created_at: 1, reached: false }

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
  await userEvent.click(screen.getByRole('button', { name: 'Set aside the goal for Impact' }))
  await waitFor(() => expect(screen.queryByText('Goal: level 2. Not there yet.')).not.toBeInTheDocument())
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
