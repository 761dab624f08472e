import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { config, scenarioDetails } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { serve } from '@/testing/server'

const ways = async (push_to_talk: boolean) => {
  serve({
    'GET /api/config': config({ provider: { ...config().provider, push_to_talk } }),
    'GET /api/scenarios/late-report': scenarioDetails(),
  })
  renderApp('/practice/late-report')
  return within(await screen.findByRole('group', { name: 'How you talk' })).getAllByRole('radio')
}

test('push to talk is offered where the voice service can do it', async () => {
  expect(await ways(true)).toHaveLength(2)
})

test('what the voice service cannot do is not offered', async () => {
  expect(await ways(false)).toHaveLength(1)
})
