import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { request } from '@/api/client'
import type { Overview } from '@/api/types'
import { config } from '@/testing/data'
import { existingTalk, me, overview } from '@/testing/people'
import { renderApp } from '@/testing/render-app'
import { GONE, serve } from '@/testing/server'

function page(path: string, routes: Parameters<typeof serve>[0] = {}, who = me()) {
  const asked = serve({ 'GET /api/config': config(), 'GET /api/me': who, ...routes })
  renderApp(path)
  return { asked, user: userEvent.setup() }
}

const now = (told: Overview, talks = [existingTalk()], routes: Parameters<typeof serve>[0] = {}) =>
  page('/admin', {
    'GET /api/admin/overview': told,
    'GET /api/admin/talks': { items: talks, next_cursor: null },
    ...routes,
  })

test('everything stands on one page: people, talks, costs, parts and what is kept', async () => {
  now(overview())
  const glance = await screen.findByRole('list', { name: 'People, talks and costs' })
  expect(glance).toHaveTextContent('Admins 1, trainers 2, learners 8')
  expect(glance).toHaveTextContent('3 in the last 7 days, 21 min')
  expect(glance).toHaveTextContent('$1.50')
  const engine = screen.getByRole('region', { name: 'Ears, voice and partner' })
  expect(engine).toHaveTextContent('2 processes run')
  expect(screen.getByRole('region', { name: 'Data and server' })).toHaveTextContent('60 GB of 200 GB free')
})

test('a talk that goes on is stopped from here', async () => {
  const { asked, user } = now(overview(), [existingTalk()], {
    'POST /force-stop/s1': { session_id: 's1', state: 'ended', end_reason: 'stopped' },
  })
  await user.click(await screen.findByRole('button', { name: 'Stop the talk of Ann' }))
  await waitFor(() => expect(asked.some(({ path }) => path === '/force-stop/s1')).toBe(true))
})

test('what somebody should do something about comes first', async () => {
  const told = overview()
  now({
    ...told,
    disk: { ...told.disk, free_bytes: 0.5e9 },
    engine: { ...told.engine, basic_ears: true },
    last_backup: { made_at: '2020-01-01T00:00:00+00:00', target: 'a.tar', size_bytes: 5 },
  })
  expect(await screen.findByText('The disk is nearly full: 0.5 GB left')).toBeInTheDocument()
  expect(screen.getByText('Basic ears are in use')).toBeInTheDocument()
  expect(screen.getByText('The last backup is more than a week old')).toBeInTheDocument()
})

test('what is shown of a server that has gone is not shown as if it were there', async () => {
  let here = true
  now(overview(), [], {
    'GET /api/admin/overview': () => (here ? overview() : GONE),
    'GET /api/config': () => (here ? config() : GONE),
  })
  expect(await screen.findByRole('region', { name: 'Data and server' })).toBeInTheDocument()
  expect(screen.queryByText('The server does not answer.')).not.toBeInTheDocument()
  here = false
  await request('/api/admin/overview').catch(() => undefined)
  expect(await screen.findByText('The server does not answer.')).toBeInTheDocument()
  here = true
  await request('/api/config')
  await waitFor(() => expect(screen.queryByText('The server does not answer.')).not.toBeInTheDocument())
})

test('who is no admin is told whom to ask, and nothing is asked for', async () => {
  const { asked } = page('/admin', {}, me({ role: 'learner' }))
  expect(await screen.findByRole('heading', { name: 'This page is not yours to see' })).toBeInTheDocument()
  expect(asked.some(({ path }) => path.startsWith('/api/admin'))).toBe(false)
})

test('talks that are over are deleted after a question, and nothing of them can be opened', async () => {
  const { asked, user } = page('/admin/talks', {
    'GET /api/admin/talks': { items: [existingTalk({ state: 'ended' })], next_cursor: null },
    'DELETE /api/sessions/s1': null,
  })
  const row = await screen.findByText('Ann')
  expect(row.closest('a')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Delete the talk of Ann' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }))
  await waitFor(() => expect(asked.some(({ method }) => method === 'DELETE')).toBe(true))
})

test('settings that were given are shown, defaults on demand, secrets never', async () => {
  const { user } = page('/admin/settings', {
    'GET /api/admin/settings': {
      items: [
        { name: 'OPENAI_API_KEY', value: null, given: true, secret: true, what: 'Key of the hosted service.' },
        { name: 'FEEDBACKYES_PORT', value: '8000', given: false, secret: false, what: 'Port; `0` takes a free one.' },
      ],
    },
  })
  const list = await screen.findByRole('list', { name: 'Settings in force' })
  expect(list).toHaveTextContent('OPENAI_API_KEYset, not shown')
  expect(list).not.toHaveTextContent('FEEDBACKYES_PORT')
  await user.type(screen.getByLabelText('Search settings'), 'port')
  expect(await screen.findByText('FEEDBACKYES_PORT')).toBeInTheDocument()
  expect(screen.getByText('0', { selector: 'code' })).toBeInTheDocument()
})

test('the log is read in words, and by person', async () => {
  const line = {
    id: 'l1',
    at: 1_795_000_000_000,
    actor: { id: 'eve', name: 'Eve', role: 'admin' },
    action: 'user.invited',
    subject: 'invitation:i1',
    detail: { role: 'learner', team_id: null },
    address: '127.0.0.1',
  }
  const odd = { ...line, id: 'l2', actor: null, action: 'retention.ran' }
  const { asked, user } = page('/admin/audit', { 'GET /api/audit': { items: [line, odd], next_cursor: null } })
  expect(await screen.findByText('invited somebody', { exact: false })).toBeInTheDocument()
  expect(screen.getByText('The server')).toBeInTheDocument()
  expect(screen.getByText('Retention ran', { exact: false })).toBeInTheDocument()
  await user.click(within(screen.getByRole('list', { name: 'Who did what' })).getByRole('button', { name: 'Eve' }))
  await waitFor(() => expect(asked.at(-1)?.query.get('actor')).toBe('eve'))
  await user.selectOptions(screen.getByLabelText('About'), 'Teams')
  await waitFor(() => expect(asked.at(-1)?.query.get('action')).toBe('team'))
})
