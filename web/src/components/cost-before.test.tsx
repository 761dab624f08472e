import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Estimate } from '@/api/types'
import { config, scenarioDetails } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { serve } from '@/testing/server'

const estimate = (change: Partial<Estimate> = {}): Estimate => ({
  minutes: 8,
  low_usd: 0.3,
  usd: 0.45,
  high_usd: 0.6,
  basis: 'table',
  talks: 0,
  provider: 'openai',
  model: 'gpt-realtime-2.1',
  prices_as_of: '2026-11-20',
  limits: [],
  refused: null,
  ...change,
})

const shown = async (answer: Partial<Record<string, unknown>>, hosted = true) => {
  serve({
    'GET /api/config': config({ provider: { ...config().provider, name: 'openai', hosted } }),
    'GET /api/scenarios/late-report': scenarioDetails(),
    ...answer,
  })
  renderApp('/practice/late-report')
  return screen.findByTestId('cost-before')
}

test('before the talk its cost is told with its spread and where it comes from', async () => {
  const words = await shown({ 'GET /api/usage/estimate': estimate() })
  await screen.findByText(/likely/)
  expect(words).toHaveTextContent('About $0.45 for 8 minutes, likely $0.30 to $0.60.')
  expect(words).toHaveTextContent('By list prices of November 20, 2026, charged by OpenAI to this server’s key.')
})

test('what earlier talks cost is the better source', async () => {
  const words = await shown({ 'GET /api/usage/estimate': estimate({ basis: 'history', talks: 3 }) })
  await screen.findByText(/From your last/)
  expect(words).toHaveTextContent('From your last 3 talks with it.')
})

test('an unknown price is said, and is no zero', async () => {
  const unknown = { basis: 'unknown', low_usd: null, usd: null, high_usd: null, model: 'mystery' } as const
  const words = await shown({ 'GET /api/usage/estimate': estimate(unknown) })
  await screen.findByText(/Nobody here knows what OpenAI costs with mystery/)
  expect(words).not.toHaveTextContent('$0')
})

test('the engine of this server is free', async () => {
  const free = estimate({ basis: 'free', low_usd: 0, usd: 0, high_usd: 0 })
  const words = await shown({ 'GET /api/usage/estimate': free }, false)
  expect(words).toHaveTextContent('This talk runs on this server and costs nothing.')
})

test('a limit that is used up is said before anybody begins', async () => {
  const message = 'The limit of $2.00 a month for you is used up. You can talk again from 1 December 2026, 00:00 UTC.'
  await shown({ 'GET /api/usage/estimate': estimate({ refused: { message, again_at: 1 } }) })
  expect(await screen.findByText(message)).toBeInTheDocument()
})
