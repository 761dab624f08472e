import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { setPreferences } from '@/lib/preferences'
import { config, scenarioDetails, session } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { serve } from '@/testing/server'

const here = config().provider
const away = { ...here, name: 'openai', model: 'gpt-realtime-2.1', hosted: true, scripted: false, languages: null }

const both = (change: Parameters<typeof scenarioDetails>[0] = {}) => ({
  'GET /api/config': config({ providers: [here, { ...away, price_per_minute_usd: 0.06, push_to_talk: false }] }),
  'GET /api/scenarios/late-report': scenarioDetails(change),
})
const service = async () => within(await screen.findByRole('region', { name: 'Where your partner is' }))

beforeEach(() => setPreferences({ service: null }))

test('a server with one voice service asks nothing', async () => {
  serve({ 'GET /api/config': config(), 'GET /api/scenarios/late-report': scenarioDetails() })
  renderApp('/practice/late-report')
  await screen.findByRole('button', { name: 'Start the conversation' })
  expect(screen.queryByRole('region', { name: 'Where your partner is' })).toBeNull()
})

test('each service says what choosing it means, and the talk begins with the chosen one', async () => {
  const asked = serve({
    ...both(),
    'PUT /api/consents': { recording: true, hosted_voice: true, hosted_judge: null },
    'POST /api/sessions': session(),
  })
  renderApp('/practice/late-report')
  const choices = await service()
  expect(choices.getByRole('radio', { name: /On this server/ })).toBeChecked()
  expect(choices.getByText(/About \$0\.06 a minute/)).toBeVisible()
  await userEvent.click(choices.getByRole('radio', { name: /OpenAI.*gpt-realtime-2\.1/ }))
  expect(screen.getByRole('group', { name: 'How you talk' })).not.toHaveTextContent('Push to talk')
  await userEvent.click(screen.getByRole('button', { name: 'Start the conversation' }))
  expect(await screen.findByRole('dialog')).toHaveTextContent('OpenAI')
  await userEvent.click(within(screen.getByRole('dialog')).getAllByRole('button').at(-1) as HTMLElement)
  await userEvent.click(
    within(await screen.findByRole('dialog'))
      .getAllByRole('button')
      .at(-1) as HTMLElement,
  )
  await vi.waitFor(() => {
    const body = asked.find(({ method, path }) => method === 'POST' && path === '/api/sessions')?.body
    expect(body).toMatchObject({ provider: 'openai' })
  })
})

test('a scenario may be meant for one of them, and the learner has the last word', async () => {
  serve(both({ provider: 'openai' }))
  renderApp('/practice/late-report')
  const choices = await service()
  expect(choices.getByRole('radio', { name: /OpenAI/ })).toBeChecked()
  await userEvent.click(choices.getByRole('radio', { name: /On this server/ }))
  expect(choices.getByRole('radio', { name: /On this server/ })).toBeChecked()
})

test('a language that the built-in ears do not know is written there and spoken elsewhere', async () => {
  serve(both({ language: 'de' }))
  renderApp('/practice/late-report')
  const choices = await service()
  expect(choices.getByText(/does not understand spoken German/)).toBeVisible()
  expect(screen.getByText('In German you write')).toBeVisible()
  await userEvent.click(choices.getByRole('radio', { name: /OpenAI/ }))
  expect(screen.queryByText('In German you write')).toBeNull()
})
