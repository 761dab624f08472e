import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import type { Model, Models } from '@/api/types'
import { setPreferences } from '@/lib/preferences'
import { config } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const EARS = 'English, small and quick'
const model = (change: Partial<Model> = {}): Model => ({
  name: 'moonshine',
  stage: 'stt',
  what: EARS,
  languages: ['en'],
  size: 107_600_538,
  licence: 'MIT',
  source: 'github.com',
  checked: true,
  installed: false,
  in_use: false,
  pull: null,
  failure: null,
  ...change,
})
const models = (change: Partial<Models> = {}, ...items: Model[]): Models => ({
  items: items.length ? items : [model()],
  own: [],
  runs: true,
  chosen: { stt: 'pocketsphinx', tts: 'espeak' },
  basic: true,
  folder: '/data/models',
  free_bytes: 5e9,
  ...change,
})
const person = (role: string) => ({ id: 'eve', name: 'Eve', role, team_id: null, single_user: false })

function page(answer: unknown, routes: Parameters<typeof serve>[0] = {}, path = '/models') {
  const asked = serve({
    'GET /api/config': config(),
    'GET /api/me': person('admin'),
    'GET /api/models': answer,
    'GET /api/scenarios': [],
    'GET /api/sessions': { items: [], next_cursor: null },
    ...routes,
  })
  renderApp(path)
  return { asked, user: userEvent.setup() }
}
const card = async () => within(await screen.findByRole('article', { name: EARS }))

beforeEach(() => setPreferences({ declinedEars: false }))

test('who is no admin is told whom to ask, and nothing is asked for', async () => {
  const { asked } = page(models(), { 'GET /api/me': person('trainer') })
  expect(await screen.findByText('Only admins install models')).toBeInTheDocument()
  expect(asked.some(({ path }) => path === '/api/models')).toBe(false)
})

test('licence, languages, size and source stand there before anything is fetched', async () => {
  const { asked } = page(models())
  const shown = await card()
  expect(shown.getByText('MIT')).toBeInTheDocument()
  expect(shown.getByText('English')).toBeInTheDocument()
  expect(shown.getByText('108 MB from github.com, then checked by its checksum')).toBeInTheDocument()
  expect(asked.some(({ method }) => method === 'POST')).toBe(false)
})

test('a press on the button fetches it, and then it is told how far that is', async () => {
  let told = models()
  const { user, asked } = page(() => told, {
    'POST /api/models/moonshine/pull': () => {
      told = models({}, model({ pull: { state: 'fetching', fetched: 43_200_000, total: 107_600_538 } }))
      return told.items[0]
    },
    'DELETE /api/models/moonshine/pull': () => {
      told = models()
      return null
    },
  })
  await user.click((await card()).getByRole('button', { name: 'Fetch 108 MB' }))
  const bar = await screen.findByRole('progressbar', { name: '43 of 108 MB' })
  expect(bar).toHaveAttribute('value', '43200000')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(await screen.findByRole('button', { name: 'Fetch 108 MB' })).toBeInTheDocument()
  expect(asked.filter(({ method }) => method !== 'GET').map(({ method }) => method)).toEqual(['POST', 'DELETE'])
})

test('what went wrong is said, and can be tried again', async () => {
  const failure = 'There is no room for moonshine in /data/models.'
  const { user, asked } = page(models({}, model({ failure })), { 'POST /api/models/moonshine/pull': model() })
  expect(await screen.findByText(failure)).toBeInTheDocument()
  await user.click((await card()).getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(asked.some(({ method }) => method === 'POST')).toBe(true))
})

test('what is installed says how to use it, and can be removed', async () => {
  let told = models({}, model({ installed: true }))
  const { user } = page(() => told, {
    'DELETE /api/models/moonshine': () => {
      told = models()
      return null
    },
  })
  expect(await screen.findByText('FEEDBACKYES_STT=auto')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Remove moonshine' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Remove' }))
  expect(await screen.findByRole('button', { name: 'Fetch 108 MB' })).toBeInTheDocument()
})

test('who takes the best by setting only has to restart, and what is in use cannot be removed', async () => {
  const used = model({ name: 'kokoro', what: 'Many voices', stage: 'tts', installed: true, in_use: true })
  page(models({ chosen: { stt: 'auto', tts: 'auto' } }, model({ installed: true }), used))
  expect(await screen.findByText(/Restart the server to use it/)).toBeInTheDocument()
  expect(screen.queryByText(/FEEDBACKYES_STT/)).toBeNull()
  expect(screen.queryByRole('button', { name: 'Remove kokoro' })).toBeNull()
})

test('a model that has many languages does not name them all', async () => {
  page(models({}, model({ languages: ['de', 'en', 'es', 'fr', 'it', 'nl', 'pt'] })))
  expect((await card()).getByText('7 languages')).toBeInTheDocument()
})

test('a list that cannot be loaded says so', async () => {
  page(new Refusal(503, 'not_ready', 'Not yet.'))
  expect(await screen.findByText('The models could not be loaded.')).toBeInTheDocument()
})

test('home offers better ears while the basic ones serve, until somebody says no', async () => {
  const { user } = page(models({}, model({ name: 'large', size: 5e8 }), model()), {}, '/')
  expect(await screen.findByText('Better ears, 108 MB')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'See what there is' })).toHaveAttribute('href', '/models')
  await user.click(screen.getByRole('button', { name: 'Not now' }))
  expect(screen.queryByText('Better ears, 108 MB')).toBeNull()
})

test.each([
  ['somebody said no before', () => setPreferences({ declinedEars: true }), models(), 'admin'],
  ['one is installed', () => {}, models({}, model({ installed: true })), 'admin'],
  ['others install models', () => {}, models(), 'learner'],
])('home offers nothing when %s', async (_, prepare, answer, role) => {
  prepare()
  page(answer, { 'GET /api/me': person(role) }, '/')
  expect(await screen.findByText('Basic ears and voice are in use.')).toBeInTheDocument()
  await waitFor(() => expect(screen.queryByText(/Better ears,/)).toBeNull())
})
