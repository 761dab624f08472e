import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Me, Person } from '@/api/types'
import { config } from '@/testing/data'
import { me, person } from '@/testing/people'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const NORTH = { id: 'north', name: 'North', members: 1 }

function page(items: Person[], routes: Parameters<typeof serve>[0] = {}, who: Me = me()) {
  const asked = serve({
    'GET /api/config': config(),
    'GET /api/me': who,
    'GET /api/users': { items, next_cursor: null },
    'GET /api/teams': { items: [NORTH] },
    'GET /api/invitations': { items: [] },
    ...routes,
  })
  renderApp('/people')
  return { asked, user: userEvent.setup() }
}

const sent = (asked: ReturnType<typeof serve>, method: string) => asked.find((one) => one.method === method)?.body

test('people are told apart by role, team and when they were here', async () => {
  page([person(), person({ id: 'eve', name: 'Eve', role: 'admin', team: null, last_seen_at: Date.now() })])
  const ann = await screen.findByRole('article', { name: 'Ann' })
  expect(ann).toHaveTextContent('Learner · North · never here')
  expect(screen.getByRole('article', { name: 'Eve' })).toHaveTextContent(/You.*Admin · No team · last here/)
})

test('an invitation gives a link to copy, for a role and a team', async () => {
  const { asked, user } = page([], { 'POST /api/invitations': { url: 'https://x.test/invitation/abc' } })
  const form = await screen.findByRole('region', { name: 'Invite somebody' })
  await user.selectOptions(within(form).getByLabelText('Role'), 'External trainer')
  await user.selectOptions(await within(form).findByLabelText('Team'), 'North')
  await user.type(within(form).getByLabelText('Email, if you know it'), ' tim@example.org')
  await user.click(within(form).getByRole('button', { name: 'Make a link' }))
  expect(await screen.findByLabelText('Link')).toHaveValue('https://x.test/invitation/abc')
  expect(sent(asked, 'POST')).toEqual({
    role: 'trainer',
    trainer_kind: 'external',
    team_id: 'north',
    email: 'tim@example.org',
  })
})

test('trainers invite learners into their own team, and change nobody', async () => {
  const tim = me({ id: 'tim', role: 'trainer', trainer_kind: 'internal', team: NORTH, team_id: 'north' })
  const { asked, user } = page([person()], { 'POST /api/invitations': { url: 'https://x.test/i' } }, tim)
  const form = await screen.findByRole('region', { name: 'Invite somebody' })
  expect(within(form).queryByLabelText('Role')).not.toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Change Ann' })).not.toBeInTheDocument()
  await user.click(within(form).getByRole('button', { name: 'Make a link' }))
  await waitFor(() => expect(sent(asked, 'POST')).toEqual({ role: 'learner', team_id: 'north' }))
})

test('external trainers and learners are told that this is not theirs', async () => {
  page([], {}, me({ role: 'trainer', trainer_kind: 'external' }))
  expect(await screen.findByText('Admins and trainers look after people')).toBeInTheDocument()
})

test('only what is changed of somebody is sent', async () => {
  const { asked, user } = page([person()], { 'PATCH /api/users/ann': person() })
  await user.click(await screen.findByRole('button', { name: 'Change Ann' }))
  const card = screen.getByRole('article', { name: 'Ann' })
  await user.selectOptions(within(card).getByLabelText('Role'), 'Trainer')
  await user.selectOptions(within(card).getByLabelText('Team'), 'No team')
  await user.click(within(card).getByRole('button', { name: 'Save' }))
  await waitFor(() =>
    expect(sent(asked, 'PATCH')).toEqual({ role: 'trainer', trainer_kind: 'internal', team_id: null }),
  )
})

test('what the server refuses is said beside what was tried', async () => {
  const { user } = page([person()], {
    'PATCH /api/users/ann': new Refusal(409, 'last_admin', 'This is the last admin who can sign in.'),
  })
  await user.click(await screen.findByRole('button', { name: 'Change Ann' }))
  await user.click(screen.getByRole('button', { name: 'Disable' }))
  expect(await screen.findByText('This is the last admin who can sign in.')).toBeInTheDocument()
})

test('before somebody is deleted it is said what goes with them', async () => {
  const { asked, user } = page([person()], { 'DELETE /api/users/ann': null })
  await user.click(await screen.findByRole('button', { name: 'Change Ann' }))
  await user.click(screen.getByRole('button', { name: 'Delete' }))
  const dialog = await screen.findByRole('dialog', { name: 'Delete Ann?' })
  expect(dialog).toHaveTextContent('their talks, transcripts, recordings and feedback')
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(false)
  await user.click(within(dialog).getByRole('button', { name: 'Delete everything' }))
  await waitFor(() => expect(asked.some(({ method }) => method === 'DELETE')).toBe(true))
})

test('nobody takes their own role or account away', async () => {
  const { user } = page([person({ id: 'eve', name: 'Eve', role: 'admin' })])
  await user.click(await screen.findByRole('button', { name: 'Change Eve' }))
  const card = screen.getByRole('article', { name: 'Eve' })
  expect(within(card).getByLabelText('Role')).toBeDisabled()
  expect(within(card).queryByRole('button', { name: 'Delete' })).not.toBeInTheDocument()
})

test('teams are made, and a name that is taken is said at its field', async () => {
  const { user } = page([], { 'POST /api/teams': new Refusal(409, 'team_exists', 'There is a team North already.') })
  await user.type(await screen.findByLabelText('Name of a new team'), 'North')
  await user.click(screen.getByRole('button', { name: 'Make the team' }))
  expect(await screen.findByText('There is a team North already.')).toBeInTheDocument()
})

test('a list that cannot be loaded says so and can be tried again', async () => {
  const { user } = page([], { 'GET /api/users': new Refusal(500, 'internal_error', 'Something broke.') })
  const [alert] = await screen.findAllByRole('alert')
  expect(alert).toHaveTextContent('The people could not be loaded.')
  await user.click(within(alert as HTMLElement).getByRole('button', { name: 'Try again' }))
})
