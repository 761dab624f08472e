import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Behind, Dialogues, Disagreement, Report } from '@/api/types'
import { config, report, scenarioDetails, session, turn } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { type Asked, serve } from '@/testing/server'

const heard = turn({ text: 'Ow do ewe sea it', confidence: 0.2 })
const corrected = { ...heard, corrected: { text: 'How do you see it?', words: [], at: 5 } }
const behind: Behind = {
  session_id: 's1',
  scenario_id: 'late-report',
  partner_name: 'Marc',
  secret: 'He holds reports back.',
  facts: [
    {
      id: 'error',
      fact: 'The figures were wrong.',
      state: 'told',
      told: { turn_id: 't2', start_ms: 70_000, end_ms: 72_000 },
      earned: { turn_id: 't1', start_ms: 62_000, end_ms: 66_000 },
      closest: null,
      conditions: [],
    },
    {
      id: 'father',
      fact: 'His father moved in.',
      state: 'hidden',
      told: null,
      earned: null,
      closest: { turn_id: 't1', start_ms: 62_000, end_ms: 66_000 },
      conditions: [
        { kind: 'now', met: true, behaviours: ['open_question', 'asks_view'], words: [], facts: [], turns: null },
        { kind: 'first', met: false, behaviours: [], words: [], facts: ['error'], turns: null },
      ],
    },
  ],
}
const dialogues: Dialogues = {
  partner_name: 'Marc',
  good: [{ speaker: 'learner', text: 'How do you see it?' }],
  poor: [{ speaker: 'learner', text: 'You are always late.' }],
}
const answers = (change: Partial<Report> = {}) => ({
  'GET /api/config': config(),
  'GET /api/scenarios/late-report': scenarioDetails(),
  'GET /api/sessions/s1': session({ recording: false }),
  'GET /api/sessions/s1/transcript': { session_id: 's1', items: [heard], next_cursor: null },
  'GET /api/sessions/s1/takes': { session_id: 's1', moments: [] },
  'GET /api/sessions/s1/disagreements': { items: [], judgements: 2 },
  'GET /api/sessions/s1/behind': behind,
  'GET /api/sessions/s1/dialogues': dialogues,
  'POST /api/feedback/analyze': report(change),
})

test('a turn is corrected, shown with what was heard, and the report made anew', async () => {
  let made = 0
  const better = report().elements.map((element) => ({ ...element, level: 2, state: 'scored' as const }))
  const asked = serve({
    ...answers(),
    'POST /api/feedback/analyze': () => (made++ === 0 ? report() : report({ elements: better })),
    'PUT /api/sessions/s1/turns/t1/correction': corrected,
  })
  renderApp('/sessions/s1')
  await userEvent.click(await screen.findByRole('button', { name: 'Correct: Ow do ewe sea it' }))
  const field = screen.getByLabelText('What you said')
  await userEvent.clear(field)
  await userEvent.type(field, 'How do you see it?')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByTestId('heard-as')).toHaveTextContent('Ow do ewe sea it')
  expect(screen.getByTestId('turn-learner')).toHaveTextContent('How do you see it?')
  expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({ text: 'How do you see it?' })
  await userEvent.click(screen.getByRole('button', { name: 'Rescore' }))
  const changed = await screen.findByTestId('changed')
  expect(changed).toHaveTextContent('Asks for his view')
  expect(within(changed).getByRole('img', { name: 'level 2 of 3' })).toBeInTheDocument()
  expect(changed).not.toHaveTextContent('Situation')
  expect(screen.queryByTestId('rescore')).not.toBeInTheDocument()
})

test('a correction is taken back', async () => {
  const asked = serve({
    ...answers(),
    'GET /api/sessions/s1/transcript': { session_id: 's1', items: [corrected], next_cursor: null },
    'DELETE /api/sessions/s1/turns/t1/correction': null,
  })
  renderApp('/sessions/s1')
  await userEvent.click(await screen.findByRole('button', { name: /^Back to what was heard/ }))
  await waitFor(() => expect(screen.queryByTestId('heard-as')).not.toBeInTheDocument())
  expect(screen.getByTestId('turn-learner')).toHaveTextContent('Ow do ewe sea it')
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(true)
})

test('a level is disagreed with, counted, and agreed with after all', async () => {
  const kept: Disagreement[] = []
  const store = ({ body }: Asked) => {
    const wanted = body as { element: string; comment: string | null }
    const about = { judge: 'basic', rubric: 'sbi', rubric_hash: 'a1', behaviour: null, turn_id: null, quote: null }
    kept.push({
      id: 'd1',
      session_id: 's1',
      ...about,
      element: wanted.element,
      level: 2,
      comment: wanted.comment,
      at: 1,
    })
    return kept[0]
  }
  serve({
    ...answers(),
    'GET /api/sessions/s1/disagreements': () => ({ items: [...kept], judgements: 2 }),
    'POST /api/sessions/s1/disagreements': store,
    'DELETE /api/sessions/s1/disagreements/d1': () => {
      kept.pop()
      return null
    },
  })
  renderApp('/sessions/s1')
  const element = await screen.findByTestId('element-situation')
  await userEvent.click(await within(element).findByRole('button', { name: 'Disagree: Situation' }))
  await userEvent.type(within(element).getByLabelText('Why (if you like)'), 'It was clear.')
  await userEvent.click(within(element).getByRole('button', { name: 'Disagree: Situation' }))
  expect(await within(element).findByTestId('disagreed')).toHaveTextContent('You disagree. “It was clear.”')
  expect(screen.getByTestId('disagreements')).toHaveTextContent('You disagreed with 1 of 2 judgements.')
  await userEvent.click(within(element).getByRole('button', { name: 'Undo: you disagree with Situation' }))
  await waitFor(() => expect(screen.queryByTestId('disagreements')).not.toBeInTheDocument())
})

test('a long report has ways down to its parts, a short one has not', async () => {
  const many = Array.from({ length: 50 }, (_, i) => turn({ id: `t${i}`, seq: i + 1 }))
  const long = { session_id: 's1', items: many, next_cursor: null }
  serve({ ...answers(), 'GET /api/sessions/s1/transcript': long })
  const { unmount } = renderApp('/sessions/s1')
  const ways = await screen.findByRole('navigation', { name: 'On this page' })
  for (const link of within(ways).getAllByRole('link'))
    expect(document.querySelector(link.getAttribute('href') ?? '')).not.toBeNull()
  unmount()
  serve(answers())
  renderApp('/sessions/s1')
  await screen.findByTestId('element-situation')
  expect(screen.queryByRole('navigation', { name: 'On this page' })).not.toBeInTheDocument()
})

test('a take in which hints were asked for says so', async () => {
  serve({ ...answers(), 'GET /api/sessions/s1': session({ recording: false, hints_given: ['situation'] }) })
  renderApp('/sessions/s1')
  expect(await screen.findByText('You asked for 1 hint.')).toBeInTheDocument()
})

test('who reads somebody else’s report is offered nothing that the server would refuse', async () => {
  const asked = serve({ ...answers(), 'GET /api/sessions/s1': session({ may: ['read'], owner_name: 'Ada' }) })
  renderApp('/sessions/s1')
  await screen.findByTestId('element-situation')
  expect(screen.getByText('Shared by Ada: “you” is who spoke')).toBeInTheDocument()
  for (const name of [/^(Disagree|Correct|Delete|Play)/, /[Tt]ry/, /recording/]) {
    expect(screen.queryByRole('button', { name })).not.toBeInTheDocument()
    expect(screen.queryByRole('link', { name })).not.toBeInTheDocument()
  }
  const places = asked.map(({ path }) => path)
  expect(places).not.toContain('/api/sessions/s1/disagreements')
  expect(places).not.toContain('/api/sessions/s1/levels')
})

test('what was hidden says whether it was earned, or what would have opened it', async () => {
  serve(answers())
  renderApp('/sessions/s1')
  expect(await screen.findByTestId('behind')).toHaveTextContent('He holds reports back.')
  expect(screen.getByTestId('fact-error')).toHaveTextContent('You earned this, and Marc told you.')
  const kept = screen.getByTestId('fact-father')
  expect(kept).toHaveTextContent('Marc kept this back.')
  expect(kept).toHaveTextContent('in that turn, one of these: open questions or asking for their view (was there)')
  expect(kept).toHaveTextContent('hearing this first: “The figures were wrong.” (was missing)')
  expect(screen.getByTestId('behind')).not.toHaveAttribute('open')
})

test('both model dialogues can be read', async () => {
  serve(answers())
  renderApp('/sessions/s1')
  expect(await screen.findByTestId('dialogue-good')).toHaveTextContent('How do you see it?')
  expect(screen.getByTestId('dialogue-poor')).toHaveTextContent('You are always late.')
})

test('what could not be judged is not said to have been there', async () => {
  const [scored, unsure] = report().elements
  serve(answers({ next_step: null, elements: [scored, unsure].filter((one) => one !== undefined) }))
  renderApp('/sessions/s1')
  expect(await screen.findByTestId('next-step')).toHaveTextContent('what is not sure is below')
})

test('a partner who left its role is named, with its words', async () => {
  const finding = { kind: 'role' as const, turn_id: 't2', quote: 'As an assistant,', why: 'It spoke of itself.' }
  serve(answers({ persona: { state: 'broken', findings: [finding], note: 'Not held against you.' } }))
  renderApp('/sessions/s1')
  const persona = await screen.findByTestId('persona')
  expect(persona).toHaveTextContent('Marc did not keep to the role.')
  expect(persona).toHaveTextContent('As an assistant,')
})

test('everything is unfolded while the page is printed', async () => {
  serve(answers())
  renderApp('/sessions/s1')
  const folded = await screen.findByTestId('behind')
  window.dispatchEvent(new Event('beforeprint'))
  expect(folded).toHaveAttribute('open')
  window.dispatchEvent(new Event('afterprint'))
  expect(folded).not.toHaveAttribute('open')
})

test('everything about the talk can be taken along as JSON', async () => {
  serve(answers())
  renderApp('/sessions/s1')
  const link = await screen.findByRole('link', { name: 'Everything as JSON' })
  expect(link).toHaveAttribute('href', '/api/sessions/s1/export')
})
