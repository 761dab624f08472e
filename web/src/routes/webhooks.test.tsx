import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Webhook, WebhookDelivery } from '@/api/types'
import { config } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const webhook = (change: Partial<Webhook> = {}): Webhook => ({
  id: 'w1',
  url: 'https://example.org/in',
  events: ['session.ended'],
  content: false,
  created_at: 1_795_000_000_000,
  failing_since: null,
  disabled_at: null,
  ...change,
})
const delivery = (change: Partial<WebhookDelivery> = {}): WebhookDelivery => ({
  id: 'd1',
  session_id: 's1',
  type: 'session.ended',
  created_at: 1_795_000_000_000,
  attempts: 1,
  next_at: null,
  delivered_at: 1_795_000_001_000,
  status: 204,
  error: null,
  answer: null,
  ...change,
})

function page(items: Webhook[] = [webhook()], log: WebhookDelivery[] = [], routes: Parameters<typeof serve>[0] = {}) {
  const asked = serve({
    'GET /api/config': config(),
    'GET /api/me': { id: 'eve', name: 'Eve', role: 'admin', team_id: null, single_user: false },
    'GET /api/webhooks': { items },
    'GET /api/webhooks/w1/deliveries': { items: log, next_cursor: null },
    ...routes,
  })
  renderApp('/webhooks')
  return { asked, user: userEvent.setup() }
}

test('who is no admin is told whom to ask, and nothing is asked for', async () => {
  const { asked } = page([], [], {
    'GET /api/me': { id: 'tim', name: 'Tim', role: 'trainer', team_id: 'red', single_user: false },
  })
  expect(await screen.findByText('Only admins set up webhooks')).toBeInTheDocument()
  expect(asked.some(({ path }) => path === '/api/webhooks')).toBe(false)
})

test('one is added, and its secret is shown until it is put away', async () => {
  const { asked, user } = page([], [], {
    'POST /api/webhooks': { ...webhook(), secret: 'whsec_c2VjcmV0' },
  })
  expect(await screen.findByText('Nothing is told to anybody yet.')).toBeInTheDocument()
  await user.type(screen.getByLabelText('Address that takes the messages'), ' https://example.org/in')
  await user.click(screen.getByRole('checkbox', { name: 'when a talk begins' }))
  await user.click(screen.getByRole('button', { name: 'Add it' }))
  expect(await screen.findByRole('textbox', { name: 'Secret' })).toHaveValue('whsec_c2VjcmV0')
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    url: 'https://example.org/in',
    events: ['session.ended', 'session.analysed'],
    content: false,
  })
  await user.click(screen.getByRole('button', { name: 'Copy' }))
  expect(await screen.findByText('It is copied.')).toBeInTheDocument()
  expect(await navigator.clipboard.readText()).toBe('whsec_c2VjcmV0')
  await user.click(screen.getByRole('button', { name: 'I have it' }))
  expect(screen.queryByRole('textbox', { name: 'Secret' })).not.toBeInTheDocument()
})

test('an address that is refused is told at its field', async () => {
  const refusal = {
    error: { code: 'bad_webhook_url', message: 'A webhook goes to an https URL.', param: 'url', type: '' },
  }
  const { user } = page([], [], { 'POST /api/webhooks': () => Response.json(refusal, { status: 400 }) })
  const box = await screen.findByLabelText('Address that takes the messages')
  await user.type(box, 'http://example.org/in')
  await user.click(screen.getByRole('button', { name: 'Add it' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('A webhook goes to an https URL.')
  expect(box).toBeInvalid()
  expect(box).toHaveValue('http://example.org/in')
})

test('nothing to tell cannot be added', async () => {
  const { user } = page([])
  await user.type(await screen.findByLabelText('Address that takes the messages'), 'https://example.org/in')
  for (const name of ['when a talk begins', 'when a talk ends', 'when feedback is there'])
    await user.click(screen.getByRole('checkbox', { name }))
  expect(screen.getByRole('button', { name: 'Add it' })).toBeDisabled()
  expect(screen.getByText('Choose at least one thing to tell.')).toBeInTheDocument()
})

test('the log says what became of each message', async () => {
  const failed = { delivered_at: null, status: 503, error: 'It answered 503.' }
  const { user } = page(
    [webhook()],
    [
      delivery({ id: 'd5', type: 'webhook.test', session_id: null, delivered_at: null, next_at: 1, attempts: 0 }),
      delivery({ id: 'd4', ...failed, attempts: 2, next_at: Date.now() + 600_000 }),
      delivery({ id: 'd3', ...failed, attempts: 13, answer: 'The queue is full.' }),
      delivery({ id: 'd2', delivered_at: null, status: null, attempts: 0 }),
      delivery(),
    ],
  )
  await user.click(await screen.findByText('What was sent'))
  const rows = within(await screen.findByRole('list', { name: 'What was sent' })).getAllByRole('listitem')
  const texts = rows.map((row) => row.textContent)
  expect(texts[0]).toContain('Being sent.')
  expect(texts[1]).toMatch(/Tried 2 times\. It answered 503\. Next attempt /)
  expect(texts[2]).toContain('Tried 13 times. It answered 503. It is not tried again by itself.')
  expect(within(rows[2] as HTMLElement).getByText('The queue is full.')).toBeInTheDocument()
  expect(texts[3]).toContain('It was not sent: the webhook was switched off before.')
  expect(texts[4]).toMatch(/Taken at the first attempt, .*, with 204\./)
  expect(within(rows[0] as HTMLElement).queryByRole('link')).not.toBeInTheDocument()
  expect(within(rows[4] as HTMLElement).getByRole('link', { name: 'the talk' })).toHaveAttribute('href', '/sessions/s1')
})

test('a message is sent again', async () => {
  const { asked, user } = page([webhook()], [delivery()], {
    'POST /api/webhooks/w1/deliveries/d1/again': delivery({ next_at: 1 }),
  })
  await user.click(await screen.findByText('What was sent'))
  await user.click(await screen.findByRole('button', { name: 'Send again' }))
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith('/deliveries/d1/again'))).toBe(true))
})

test('a test opens the log, where it appears', async () => {
  const { user } = page([webhook()], [delivery({ type: 'webhook.test', session_id: null })], {
    'POST /api/webhooks/w1/test': delivery({ type: 'webhook.test', session_id: null }),
  })
  await user.click(await screen.findByRole('button', { name: 'Send a test' }))
  expect(await screen.findByRole('list', { name: 'What was sent' })).toBeInTheDocument()
})

test('one is switched off, and on again', async () => {
  let one = webhook()
  const { asked, user } = page([], [], {
    'GET /api/webhooks': () => ({ items: [one] }),
    'DELETE /api/webhooks/w1/enabled': () => {
      one = webhook({ disabled_at: 1_795_000_000_000, failing_since: 1_794_000_000_000 })
      return one
    },
    'PUT /api/webhooks/w1/enabled': webhook(),
  })
  await user.click(await screen.findByRole('button', { name: 'Switch off' }))
  expect(await screen.findByText(/^Off since .*: nothing had arrived since /)).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Send a test' })).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Switch on' }))
  await waitFor(() => expect(asked.some(({ method }) => method === 'PUT')).toBe(true))
})

test('one is deleted only after it was asked whether', async () => {
  const { asked, user } = page([webhook()], [], { 'DELETE /api/webhooks/w1': null })
  await user.click(await screen.findByRole('button', { name: 'Delete' }))
  const dialog = screen.getByRole('dialog', { name: 'Delete this webhook?' })
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(false)
  await user.click(within(dialog).getByRole('button', { name: 'Delete it' }))
  await waitFor(() => expect(asked.some(({ method }) => method === 'DELETE')).toBe(true))
})

test('what cannot be loaded is said', async () => {
  page([], [], { 'GET /api/webhooks': new Refusal(500, 'internal_error', 'Something went wrong.') })
  expect(await screen.findByText('The webhooks could not be loaded.')).toBeInTheDocument()
})
