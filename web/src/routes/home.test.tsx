import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { config, consents, scenario, session } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { GONE, Refusal, serve } from '@/testing/server'

const long = scenario({ id: 'late-report', title: 'The late report', minutes: 8 })
const short = scenario({ id: 'not-this-weekend', title: 'Not this weekend', skills: ['Saying no'], minutes: 5 })
const levels = { duration_ms: 1000, learner: [0.2], partner: [0.1] }
const answers = {
  'GET /api/config': config(),
  'GET /api/scenarios': [long, short],
  'GET /api/sessions': { items: [session()], next_cursor: null },
  'GET /api/sessions/s1/levels': levels,
}
const nobody = { 'GET /api/sessions': { items: [], next_cursor: null } }

test('the first visit offers one thing: the shortest conversation', async () => {
  serve({ ...answers, ...nobody })
  renderApp('/')
  const link = await screen.findByRole('link', { name: 'Try a two-minute conversation' })
  expect(link).toHaveAttribute('href', '/practice/not-this-weekend')
  expect(screen.queryByRole('link', { name: 'Try again' })).not.toBeInTheDocument()
})

test('the last practice shows its next step and the ways on', async () => {
  serve(answers)
  renderApp('/')
  const last = await screen.findByRole('region', { name: 'Last practice' })
  expect(last).toHaveTextContent('The late report')
  expect(last).toHaveTextContent('6 min 12 s')
  expect(last).toHaveTextContent('Next step: Ask how he sees it before you propose the fix.')
  expect(within(last).getByRole('link', { name: 'Try again' })).toHaveAttribute('href', '/practice/late-report')
  expect(within(last).getByRole('link', { name: 'Read the report' })).toHaveAttribute('href', '/sessions/s1')
})

test('a conversation that is still open can be gone back into', async () => {
  serve({ ...answers, 'GET /api/sessions': { items: [session({ state: 'reconnecting' })], next_cursor: null } })
  renderApp('/')
  expect(await screen.findByRole('link', { name: 'Go back in' })).toHaveAttribute('href', '/sessions/s1')
})

test('search and skill narrow the cards; nothing found leads back', async () => {
  serve(answers)
  renderApp('/')
  const user = userEvent.setup()
  const list = await screen.findByRole('region', { name: 'Conversations' })
  await user.selectOptions(within(list).getByRole('combobox', { name: 'Skill' }), 'Saying no')
  expect(within(list).getAllByRole('listitem')).toHaveLength(1)
  expect(within(list).getByRole('status')).toHaveTextContent('1 conversation')
  await user.type(within(list).getByRole('searchbox'), 'late')
  expect(within(list).queryAllByRole('listitem')).toHaveLength(0)
  await user.click(within(list).getByRole('button', { name: 'Show all' }))
  expect(within(list).getAllByRole('listitem')).toHaveLength(2)
})

test('basic ears are told, better ones are not', async () => {
  serve(answers)
  const view = renderApp('/')
  expect(await screen.findByText(/mishear about one word in three/)).toBeInTheDocument()
  view.unmount()
  serve({ ...answers, 'GET /api/config': config({ provider: { ...config().provider, basic_ears: false } }) })
  renderApp('/')
  await screen.findByRole('region', { name: 'Conversations' })
  await waitFor(() => expect(screen.getByRole('contentinfo')).toHaveTextContent('1.0.0'))
  expect(screen.queryByText(/one word in three/)).not.toBeInTheDocument()
})

test('what the server says went wrong is shown, and can be tried again', async () => {
  let broken = true
  serve({
    ...answers,
    'GET /api/scenarios': () => (broken ? new Refusal(500, 'failed', 'The library cannot be read.') : [long]),
  })
  renderApp('/')
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('The conversations could not be loaded.')
  expect(alert).toHaveTextContent('The library cannot be read.')
  broken = false
  await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('heading', { name: 'The late report' })).toBeInTheDocument()
})

test('a server that is gone is told once for the whole page', async () => {
  serve({ ...answers, 'GET /api/config': GONE, 'GET /api/scenarios': GONE, 'GET /api/sessions': GONE })
  renderApp('/')
  expect(await screen.findByText('The server does not answer.')).toBeInTheDocument()
  expect(screen.getByText(/What was said is safe on it/)).toBeInTheDocument()
})

test('the menu names what there is, and says where one is', async () => {
  serve(answers)
  renderApp('/')
  const menu = await screen.findByRole('navigation', { name: 'Main' })
  expect(
    within(menu)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual(['Practise', 'Free talk', 'History', 'Progress'])
  expect(within(menu).getByRole('link', { name: 'Practise' })).toHaveAttribute('aria-current', 'page')
})

test('that what was said goes elsewhere for feedback is told', async () => {
  const judge = { model: 'gpt-6.1-terra', hosted: true, host: 'api.openai.com' }
  const answered = consents({ recording: null, hosted_voice: null, hosted_judge: true })
  serve({ ...answers, 'GET /api/config': config({ judge, consents: answered }) })
  renderApp('/')
  expect(await screen.findByText('What was said goes to gpt-6.1-terra for feedback')).toBeInTheDocument()
})

test('an address that leads nowhere says so', async () => {
  serve(answers)
  renderApp('/nothing/here')
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeInTheDocument()
})
