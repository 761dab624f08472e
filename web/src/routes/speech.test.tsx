import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { config, consents, session } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const answered = consents({ recording: false, hosted_voice: null, hosted_judge: null })
const answers = () => ({
  'GET /api/config': config({ consents: answered }),
  'GET /api/me/preferences': { persona: 'You are Ana.', voice: 'echo', language: 'en' },
  'PUT /api/me/preferences': (request: { body: unknown }) => request.body,
  'GET /api/sessions': {
    items: [session(), session({ id: 's2', scenario_id: null, scenario_title: null, partner_name: null })],
    next_cursor: null,
  },
  'GET /api/sessions/s1/levels': { duration_ms: 1, learner: [], partner: [] },
  'GET /api/sessions/s2/levels': { duration_ms: 1, learner: [], partner: [] },
})

test('what was saved is there, and the talk begins with it', async () => {
  const asked = serve({ ...answers(), 'POST /api/sessions': new Refusal(429, 'busy', 'All rooms are taken.') })
  renderApp('/speech')
  const persona = await screen.findByLabelText('Who you talk to')
  expect(persona).toHaveValue('You are Ana.')
  await userEvent.clear(persona)
  await userEvent.type(persona, 'You are Bo.')
  await userEvent.click(screen.getByRole('button', { name: 'Start talking' }))
  expect(await screen.findByText('All rooms are taken.')).toBeInTheDocument()
  const begun = asked.find(({ method }) => method === 'POST')
  expect(begun?.body).toMatchObject({ instructions: 'You are Bo.', voice: 'echo', language: 'en' })
  expect(begun?.body).not.toHaveProperty('scenario_id')
})

test('a choice is kept on the server at once', async () => {
  const asked = serve(answers())
  renderApp('/speech')
  await userEvent.selectOptions(await screen.findByLabelText('Language'), 'fr')
  await waitFor(() => expect(screen.getByText('Saved for next time.')).toBeInTheDocument())
  const saved = asked.find(({ method }) => method === 'PUT')
  expect(saved?.body).toEqual({ persona: 'You are Ana.', voice: 'echo', language: 'fr' })
  expect(screen.getByText(/do not understand French: you write/)).toBeInTheDocument()
  expect(screen.getByText(/English sentences only/)).toBeInTheDocument()
})

test('a talk in a language that the voice does not speak is not begun', async () => {
  const provider = { ...config().provider, voice_languages: ['en'] }
  serve({ ...answers(), 'GET /api/config': config({ consents: answered, provider, providers: [provider] }) })
  renderApp('/speech')
  await userEvent.selectOptions(await screen.findByLabelText('Language'), 'fr')
  expect(await screen.findByText(/does not speak French/)).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Start talking' })).not.toBeInTheDocument()
})

test('a scripted partner says plainly that it follows no persona', async () => {
  serve(answers())
  renderApp('/speech')
  expect(await screen.findByText(/does not follow a persona/)).toBeInTheDocument()
})

test('only free talks are listed', async () => {
  serve(answers())
  renderApp('/speech')
  const earlier = await screen.findByRole('region', { name: 'Earlier talks' })
  await waitFor(() => expect(within(earlier).getAllByRole('link')).toHaveLength(1))
  expect(within(earlier).getByRole('link')).toHaveAttribute('href', '/sessions/s2')
})
