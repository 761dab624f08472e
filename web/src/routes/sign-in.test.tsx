import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { signedOut } from '@/api/signed-out'
import { config } from '@/testing/data'
import { auth, me } from '@/testing/people'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const OUT = new Refusal(401, 'login_required', 'Sign in first.')
const HOME = { 'GET /api/config': config(), 'GET /api/me': me(), 'GET /api/usage': OUT }

beforeEach(() => signedOut.set(false))

async function signIn(within_ = screen as Pick<typeof screen, 'findByLabelText' | 'getByLabelText' | 'getByRole'>) {
  const user = userEvent.setup()
  await user.clear(await within_.findByLabelText('Email'))
  await user.type(within_.getByLabelText('Email'), 'eve@example.org')
  await user.type(within_.getByLabelText('Password'), 'blue horses')
  await user.click(within_.getByRole('button', { name: 'Sign in' }))
  return user
}

test('who comes without being known signs in and goes on to where they were going', async () => {
  let known = false
  const asked = serve({
    'GET /api/auth': () => auth({ signed_in: known }),
    'POST /api/auth/login': () => {
      known = true
      return me()
    },
    'GET /api/config': () => (known ? config() : OUT),
    'GET /api/me': () => (known ? me() : OUT),
    'GET /api/admin/settings': { items: [] },
  })
  const { router } = renderApp('/admin/settings?x=1')
  await signIn()
  expect(await screen.findByRole('heading', { name: 'Settings in force' })).toBeInTheDocument()
  expect(router.state.location.pathname).toBe('/admin/settings')
  expect(asked.find(({ path }) => path === '/api/auth/login')?.body).toEqual({
    email: 'eve@example.org',
    password: 'blue horses',
  })
})

test('the way over the identity provider leads back to the page as well', async () => {
  serve({ 'GET /api/auth': auth() })
  renderApp('/sign-in?next=%2Fhistory')
  const link = await screen.findByRole('link', { name: 'Sign in with Example ID' })
  expect(link).toHaveAttribute('href', '/api/auth/oidc/login?next=%2Fhistory')
})

test('what is wrong is said, without asking for the email again', async () => {
  serve({
    'GET /api/auth': auth(),
    'POST /api/auth/login': new Refusal(401, 'wrong_credentials', 'No.'),
  })
  renderApp('/sign-in')
  await signIn()
  expect(await screen.findByRole('alert')).toHaveTextContent('do not belong together')
  expect(screen.getByLabelText('Email')).toHaveValue('eve@example.org')
  expect(screen.getByLabelText('Password')).toHaveValue('')
})

test('after too many tries one is told how long to wait, and cannot try before', async () => {
  const refused = Response.json(
    { error: { code: 'too_many_attempts', message: 'Wait.', type: 'error' } },
    { status: 429, headers: { 'retry-after': '30' } },
  )
  serve({ 'GET /api/auth': auth(), 'POST /api/auth/login': () => refused })
  renderApp('/sign-in')
  await signIn()
  expect(await screen.findByRole('alert')).toHaveTextContent(/Wait (30|29) seconds/)
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeDisabled()
})

test.each([
  ['needs_setup', auth({ needs_setup: true }), 'Nobody has an account yet'],
  ['link', auth({ mode: 'link' }), 'This server opens by its link'],
])('a server that has no sign-in yet says how one comes in: %s', async (_, told, text) => {
  serve({ 'GET /api/auth': told })
  renderApp('/sign-in')
  expect(await screen.findByText(text)).toBeInTheDocument()
  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument()
})

test('why the identity provider did not help is said in words', async () => {
  serve({ 'GET /api/auth': auth({ password: false }) })
  renderApp('/sign-in?error=invitation_needed')
  expect(await screen.findByRole('alert')).toHaveTextContent('You have no account here yet')
  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument()
})

test('somebody who is signed out in the middle of work signs in over it and loses nothing', async () => {
  let known = true
  serve({
    ...HOME,
    'GET /api/auth': () => auth({ signed_in: known, oidc: null }),
    'POST /api/auth/login': () => {
      known = true
      return me()
    },
    'GET /api/teams': { items: [] },
    'GET /api/invitations': { items: [] },
    'GET /api/users': () => (known ? { items: [], next_cursor: null } : OUT),
  })
  renderApp('/people')
  const user = userEvent.setup()
  const search = await screen.findByLabelText('Search by name or email')
  known = false
  await user.type(search, 'Leo')
  const dialog = await screen.findByRole('dialog', { name: 'You have been signed out' })
  expect(await within(dialog).findByLabelText('Email')).toHaveValue('eve@example.org')
  await signIn(within(dialog))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(screen.getByLabelText('Search by name or email')).toHaveValue('Leo')
  expect(await screen.findByText('Nobody is called that.')).toBeInTheDocument()
})

test('signing in can wait, and then a line says so', async () => {
  serve({ ...HOME, 'GET /api/auth': auth(), 'GET /api/admin/settings': OUT })
  renderApp('/admin/settings')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Later' }))
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  await user.click(
    within(screen.getByText('You have been signed out').closest('[role=status]') as HTMLElement).getByRole('button', {
      name: 'Sign in',
    }),
  )
  expect(await screen.findByRole('dialog')).toBeInTheDocument()
})

test('an invitation says what it is for and makes the account', async () => {
  const asked = serve({
    ...HOME,
    'GET /api/auth': auth(),
    'GET /api/invitations/abc': {
      purpose: 'join',
      role: 'trainer',
      trainer_kind: 'external',
      team: { id: 'north', name: 'North' },
      email: 'tim@example.org',
      expires_at: Date.now() + 1e9,
      local_talks: 0,
    },
    'POST /api/invitations/abc/accept': me(),
    'GET /api/scenarios': [],
    'GET /api/sessions': { items: [], next_cursor: null },
  })
  const { router } = renderApp('/invitation/abc')
  expect(await screen.findByText(/External trainer in North/)).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Sign in with Example ID' })).toHaveAttribute(
    'href',
    '/api/auth/oidc/login?next=%2F&invitation=abc',
  )
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Your name'), 'Tim')
  await user.type(screen.getByLabelText('Password'), 'blue horses walk')
  await user.click(screen.getByRole('button', { name: 'Begin' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/'))
  expect(asked.find(({ method, path }) => method === 'POST' && path.endsWith('/accept'))?.body).toEqual({
    name: 'Tim',
    email: 'tim@example.org',
    password: 'blue horses walk',
  })
})

test('a link that is used up says whom to ask', async () => {
  serve({ 'GET /api/auth': auth(), 'GET /api/invitations/abc': new Refusal(404, 'invitation_gone', 'Gone.') })
  renderApp('/invitation/abc')
  expect(await screen.findByText('This link does not work any more')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', '/sign-in')
})

test('one signs out behind the menu, and what was shown is forgotten', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  let known = true
  const asked = serve({
    ...HOME,
    'GET /api/auth': () => auth({ signed_in: known }),
    'POST /api/auth/logout': () => {
      known = false
      return null
    },
    'GET /api/admin/settings': { items: [] },
  })
  const { queryClient } = renderApp('/admin/settings')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Eve' }))
  await user.click(screen.getByRole('button', { name: 'Sign out' }))
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument()
  expect(asked.some(({ path }) => path === '/api/auth/logout')).toBe(true)
  await waitFor(() => expect(queryClient.getQueryData(['me'])).toBeUndefined())
})

test('alone on this machine nothing of accounts is shown', async () => {
  serve({
    'GET /api/config': config(),
    'GET /api/me': me({ id: 'local', single_user: true, sign_in: 'none' }),
    'GET /api/admin/settings': { items: [] },
  })
  renderApp('/admin/settings')
  await userEvent.click(await screen.findByRole('button', { name: 'More' }))
  const menu = await screen.findByRole('navigation', { name: 'Yours' })
  expect(within(menu).queryByText('Your account')).not.toBeInTheDocument()
  expect(screen.queryByText('Sign out')).not.toBeInTheDocument()
  expect(screen.queryByText('People and teams')).not.toBeInTheDocument()
})
