import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { ConsentsGiven, Privacy } from '@/api/types'
import { config } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const privacy = (change: Partial<Privacy> = {}): Privacy => ({
  kept: [
    { kind: 'audio', days: 30 },
    { kind: 'transcript', days: null },
    { kind: 'feedback', days: 1 },
    { kind: 'events', days: 30 },
  ],
  unkept_recording_days: 1,
  processors: [],
  talks: 3,
  recording: 'ask',
  reauthentication: 'password',
  account: true,
  ...change,
})

const given = (granted: boolean | null): ConsentsGiven => ({
  items: [
    {
      purpose: 'recording',
      version: 1,
      text: 'x',
      withdrawn: 'x',
      without: 'x',
      granted,
      answered_at: granted === null ? null : 1_795_000_000_000,
    },
  ],
  history: granted === null ? [] : [{ purpose: 'recording', granted, version: 1, way: 'phone', at: 1_795_000_000_000 }],
})

const answers = (change: Partial<Privacy> = {}) => ({
  'GET /api/config': config(),
  'GET /api/privacy': privacy(change),
  'GET /api/consents': given(true),
})

test('what is kept, how long and where it goes is said', async () => {
  serve(answers({ processors: [{ name: 'voice.example', host: null, gets: 'voice', purpose: 'hosted_voice' }] }))
  renderApp('/privacy')
  const kept = within(await screen.findByRole('region', { name: 'What is kept, and how long' }))
  expect(kept.getAllByText('30 days')).toHaveLength(2)
  expect(kept.getByText('1 day')).toBeInTheDocument()
  expect(kept.getByText('Until you delete it')).toBeInTheDocument()
  expect(kept.getByText('voice.example')).toBeInTheDocument()
})

test('an answer is taken back, and every answer is listed', async () => {
  const asked = serve({ ...answers(), 'PUT /api/consents': {} })
  renderApp('/privacy')
  const consents = within(await screen.findByRole('region', { name: 'What you have agreed to' }))
  expect(await consents.findByText(/by telephone/)).toBeInTheDocument()
  await userEvent.click(consents.getByRole('button', { name: 'Take it back' }))
  await waitFor(() => expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({ recording: false }))
})

test('deleting asks for the password, and says when it is wrong', async () => {
  let right = false
  const asked = serve({
    ...answers(),
    'POST /api/me/erasure': () => (right ? { talks: 3 } : new Refusal(403, 'wrong_password', 'That is not it.')),
  })
  renderApp('/privacy')
  await userEvent.click(await screen.findByRole('button', { name: 'Delete all my talks' }))
  const dialog = within(screen.getByRole('dialog', { name: 'Delete all your talks?' }))
  expect(dialog.getByRole('button', { name: 'Delete for good' })).toBeDisabled()
  await userEvent.type(dialog.getByLabelText('Your password'), 'a long enough one')
  await userEvent.click(dialog.getByRole('button', { name: 'Delete for good' }))
  expect(await dialog.findByText('That is not it.')).toBeInTheDocument()
  right = true
  await userEvent.click(dialog.getByRole('button', { name: 'Delete for good' }))
  expect(await screen.findByText('3 talks are deleted.')).toBeInTheDocument()
  const sent = asked.filter(({ method }) => method === 'POST').map(({ body }) => body)
  expect(sent[1]).toEqual({ what: 'talks', confirm: 'delete', password: 'a long enough one' })
})

test('without an account there is none to delete, and the file is there to take along', async () => {
  serve(answers({ account: false, reauthentication: 'none' }))
  renderApp('/privacy')
  expect(await screen.findByRole('button', { name: 'Delete all my talks' })).toBeEnabled()
  expect(screen.queryByRole('button', { name: 'Delete my account' })).not.toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Download everything' })).toHaveAttribute('href', '/api/me/export')
})
