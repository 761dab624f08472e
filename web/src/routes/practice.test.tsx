import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Config } from '@/api/types'
import { setPreferences } from '@/lib/preferences'
import { config, consents, report, scenarioDetails, session, turn } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const hosted: Config['provider'] = {
  ...config().provider,
  name: 'openai',
  model: 'gpt-realtime',
  hosted: true,
  scripted: false,
  price_per_minute_usd: 0.06,
}
const begun = session({ state: 'ended', turn_count: 0, recording: false })
const answers = (change: Partial<Config> = {}) => ({
  'GET /api/config': config(change),
  'GET /api/scenarios/late-report': scenarioDetails(),
  'POST /api/sessions': begun,
  'GET /api/sessions/s1': begun,
  'GET /api/sessions/s1/transcript': { session_id: 's1', items: [turn()], next_cursor: null },
  'POST /api/feedback/analyze': report(),
  'PUT /api/consents': ({ body }: { body: unknown }) => ({
    recording: null,
    hosted_voice: null,
    hosted_judge: null,
    ...(body as object),
  }),
})
const start = async () => userEvent.click(await screen.findByRole('button', { name: 'Start the conversation' }))

test('before the talk one knows the partner, the goal and what will be looked at', async () => {
  serve(answers())
  renderApp('/practice/late-report')
  expect(await screen.findByRole('heading', { name: 'The late report, with Marc' })).toBeInTheDocument()
  expect(screen.getByText('Marc has written the report for six years.')).toBeInTheDocument()
  expect(within(screen.getByRole('region', { name: 'Your goal' })).getByText('Hear his side.')).toBeInTheDocument()
  const looked = screen.getByRole('region', { name: 'How it will be looked at' })
  expect(looked).toHaveTextContent('You say when and where it was.')
})

test('in a language that the voice does not speak there is no talk, and it says so', async () => {
  const provider = { ...config().provider, voice_languages: ['en'] }
  serve({
    ...answers(),
    'GET /api/config': config({ provider, providers: [provider] }),
    'GET /api/scenarios/late-report': scenarioDetails({ language: 'fr' }),
  })
  renderApp('/practice/late-report')
  expect(await screen.findByText('Nobody speaks French here')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Start the conversation' })).not.toBeInTheDocument()
})

test('in a language that the ears do not know one is told to write, and no microphone is asked for', async () => {
  serve({ ...answers(), 'GET /api/scenarios/late-report': scenarioDetails({ language: 'fr' }) })
  renderApp('/practice/late-report')
  expect(await screen.findByText('In French you write')).toBeInTheDocument()
  expect(screen.getByText(/Marc answers aloud/)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Start the conversation' })).toBeEnabled()
  expect(screen.queryByRole('button', { name: /microphone/i })).not.toBeInTheDocument()
})

test('an address by scenario leads to the same page', async () => {
  serve(answers())
  const { router } = renderApp('/scenarios/late-report')
  await screen.findByRole('heading', { name: 'The late report, with Marc' })
  expect(router.state.location.pathname).toBe('/practice/late-report')
})

test('the recording is asked for once, stored, and the answer goes with the session', async () => {
  const asked = serve(answers())
  const { router } = renderApp('/practice/late-report')
  await start()
  const dialog = await screen.findByRole('dialog', { name: 'May this conversation be recorded?' })
  expect(asked.some(({ method }) => method !== 'GET')).toBe(false)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Record' }))
  await waitFor(() => expect(router.state.location.search).toEqual({ session: 's1' }))
  expect(
    asked
      .filter(({ method }) => method !== 'GET')
      .map(({ path, body }) => [path, body])
      .slice(0, 2),
  ).toEqual([
    ['/api/consents', { recording: true }],
    [
      '/api/sessions',
      {
        scenario_id: 'late-report',
        scenario_version: null,
        patience_ms: 1000,
        push_to_talk: false,
        hints: false,
        recording: true,
      },
    ],
  ])
})

test('a refused recording starts the talk without one', async () => {
  const asked = serve(answers())
  renderApp('/practice/late-report')
  await start()
  await userEvent.click(await screen.findByRole('button', { name: 'Do not record' }))
  await waitFor(() =>
    expect(asked.find(({ path, method }) => method === 'POST' && path === '/api/sessions')?.body).toMatchObject({
      recording: false,
    }),
  )
})

test('who has answered before is not asked again but may choose for this talk', async () => {
  const asked = serve(answers({ consents: consents({ recording: true, hosted_voice: null, hosted_judge: null }) }))
  renderApp('/practice/late-report')
  await userEvent.click(await screen.findByRole('checkbox', { name: /Keep a recording/ }))
  await start()
  await waitFor(() =>
    expect(asked.find(({ path, method }) => method === 'POST' && path === '/api/sessions')?.body).toMatchObject({
      recording: false,
    }),
  )
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

test('patience and push to talk go with the session', async () => {
  setPreferences({ patienceMs: 2200, pushToTalk: true })
  const asked = serve(answers({ recording: 'off' }))
  renderApp('/practice/late-report')
  await start()
  await waitFor(() =>
    expect(asked.find(({ path, method }) => method === 'POST' && path === '/api/sessions')?.body).toEqual({
      scenario_id: 'late-report',
      scenario_version: null,
      patience_ms: 2200,
      push_to_talk: true,
      hints: false,
    }),
  )
})

test('hosted voice is asked for with its price; a no sends nothing', async () => {
  const asked = serve(answers({ provider: hosted }))
  renderApp('/practice/late-report')
  await start()
  const dialog = await screen.findByRole('dialog', { name: 'Your voice would go to OpenAI' })
  expect(dialog).toHaveTextContent('About $0.06 for each minute')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Do not send it' }))
  expect(await screen.findByText('Nothing has left this machine.')).toBeInTheDocument()
  expect(asked.some(({ path, method }) => method === 'POST' && path === '/api/sessions')).toBe(false)
  expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({ hosted_voice: false })
})

test('parts of the embedded engine that are elsewhere are named before anything is sent', async () => {
  const { provider } = config()
  serve(answers({ provider: { ...provider, hosted: true, price_per_minute_usd: null, hosts: ['voices.example'] } }))
  renderApp('/practice/late-report')
  await start()
  const dialog = await screen.findByRole('dialog', { name: 'Your voice would go to voices.example' })
  expect(dialog).not.toHaveTextContent('local')
})

test('a hosted judge is asked for before the talk; after a no the basic check judges, and it can be changed', async () => {
  const judge = { model: 'gpt-6.1-terra', hosted: true, host: 'api.openai.com' }
  const asked = serve(answers({ judge, recording: 'off' }))
  renderApp('/practice/late-report')
  await start()
  const dialog = await screen.findByRole('dialog', { name: 'May gpt-6.1-terra read what you say?' })
  expect(dialog).toHaveTextContent('sent to api.openai.com as text')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Not now' }))
  await waitFor(() => expect(asked.some(({ path }) => path === '/api/sessions')).toBe(true))
  expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({ hosted_judge: false })
})

test('what a hosted judge reads can be changed before every talk', async () => {
  const judge = { model: 'gpt-6.1-terra', hosted: true, host: 'api.openai.com' }
  const answered = consents({ recording: false, hosted_voice: null, hosted_judge: true })
  const asked = serve(answers({ judge, consents: answered }))
  renderApp('/practice/late-report')
  const choice = await screen.findByRole('checkbox', { name: /Let gpt-6.1-terra read it/ })
  expect(choice).toBeChecked()
  await userEvent.click(choice)
  await waitFor(() => expect(choice).not.toBeChecked())
  expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({ hosted_judge: false })
})

test('an answer that cannot be stored starts nothing', async () => {
  const asked = serve({ ...answers(), 'PUT /api/consents': new Refusal(500, 'failed', 'The disk is full.') })
  renderApp('/practice/late-report')
  await start()
  await userEvent.click(await screen.findByRole('button', { name: 'Record' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('The disk is full.')
  expect(asked.some(({ path, method }) => method === 'POST' && path === '/api/sessions')).toBe(false)
})

test('a server that is full says so and the page stays', async () => {
  serve({
    ...answers({ recording: 'off' }),
    'POST /api/sessions': new Refusal(429, 'too_many', 'All places are taken.'),
  })
  renderApp('/practice/late-report')
  await start()
  expect(await screen.findByText('All places are taken.')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Start the conversation' })).toBeEnabled()
})

test('a page that is not secure says why there is no microphone', async () => {
  serve(answers())
  renderApp('/practice/late-report')
  await userEvent.click(await screen.findByRole('button', { name: 'Check the microphone' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Browsers give the microphone to secure pages only')
})

test('at the end the analysis is asked for and shown under the same address', async () => {
  const asked = serve(answers())
  renderApp('/practice/late-report?session=s1')
  expect(await screen.findByRole('region', { name: 'What worked' })).toHaveTextContent('You named the moment.')
  expect(asked.find(({ path }) => path === '/api/feedback/analyze')?.body).toEqual({
    session_id: 's1',
    scenario_id: 'late-report',
    duration_seconds: 372,
  })
})

test('a scenario that is not there is told', async () => {
  serve({ ...answers(), 'GET /api/scenarios/late-report': new Refusal(404, 'not_found', 'No such scenario.') })
  renderApp('/practice/late-report')
  expect(await screen.findByRole('heading', { name: 'There is no such conversation' })).toBeInTheDocument()
})
