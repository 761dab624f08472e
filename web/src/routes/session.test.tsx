import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Session, Sharing } from '@/api/types'
import { config, report, scenarioDetails, session, turn } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { Refusal, serve } from '@/testing/server'

const turns = [
  turn(),
  turn({
    id: 't2',
    seq: 2,
    speaker: 'partner',
    text: 'I mean, the',
    start_ms: 90_000,
    end_ms: 100_000,
    interrupted: true,
  }),
  turn({ id: 't3', seq: 3, text: 'Can I stop you', start_ms: 99_500, end_ms: 102_000, typed: true }),
]
const nothing = { items: [], next_cursor: null }

const shared = (change: Partial<Sharing> = {}): Sharing => ({
  session_id: 's1',
  with: [],
  people: [],
  recording: false,
  shared_team: null,
  team: { id: 'red', name: 'Red' },
  readers: [],
  ...change,
})

const answers = (change: Partial<Session> = {}) => ({
  'GET /api/config': config(),
  'GET /api/scenarios/late-report': scenarioDetails(),
  'GET /api/sessions/s1': session(change),
  'GET /api/sessions/s1/transcript': { session_id: 's1', items: turns, next_cursor: null },
  'GET /api/sessions/s1/levels': { duration_ms: 372_000, learner: [0.2, 0], partner: [0, 0.2] },
  'GET /api/sessions/s1/sharing': shared(),
  'POST /api/feedback/analyze': report(),
})

/** An audio element that plays as fast as it is told to. */
class FakeAudioElement extends EventTarget {
  static last: FakeAudioElement
  currentTime = 0
  paused = true
  preload = ''
  readonly src: string

  constructor(src: string) {
    super()
    this.src = src
    FakeAudioElement.last = this
  }

  async play() {
    this.paused = false
    this.dispatchEvent(new Event('play'))
  }

  pause() {
    this.paused = true
    this.dispatchEvent(new Event('pause'))
  }

  removeAttribute() {}
}

test('the first screenful is one strength, one next step and the way back in', async () => {
  serve(answers())
  renderApp('/sessions/s1')
  const strength = await screen.findByRole('region', { name: 'What worked' })
  expect(within(strength).getByText('On Friday')).toBeInTheDocument()
  const next = screen.getByRole('region', { name: 'Next step' })
  expect(next).toHaveTextContent('Ask how he sees it.')
  expect(within(next).getByRole('link', { name: 'Try again' })).toHaveAttribute('href', '/practice/late-report')
  expect(screen.getByText('Basic check, no language model')).toBeInTheDocument()
})

test('a quote plays where it was said and stops where it ended', async () => {
  vi.stubGlobal('Audio', FakeAudioElement)
  serve(answers())
  renderApp('/sessions/s1')
  const strength = await screen.findByRole('region', { name: 'What worked' })
  await userEvent.click(within(strength).getByRole('button', { name: 'Play from 1:02: On Friday' }))
  const audio = FakeAudioElement.last
  expect(audio.src).toBe('/api/sessions/s1/recording')
  expect(audio.currentTime).toBe(62)
  await waitFor(() => expect(within(strength).getByRole('button')).toHaveAttribute('aria-pressed', 'true'))
  audio.currentTime = 62.9
  await waitFor(() => expect(audio.paused).toBe(true))
  expect(within(strength).getByRole('button')).toHaveAttribute('aria-pressed', 'false')
})

test('the word that is heard is marked, and a pressed sentence plays on from there', async () => {
  vi.stubGlobal('Audio', FakeAudioElement)
  const words = [
    { text: 'On', start_ms: 62_000, end_ms: 62_300, confidence: 0.9 },
    { text: 'Friday', start_ms: 62_300, end_ms: 62_800, confidence: 0.9 },
  ]
  serve({ ...answers(), 'GET /api/sessions/s1/transcript': { items: [turn({ words }), turns[2]], next_cursor: null } })
  renderApp('/sessions/s1')
  await userEvent.click(await screen.findByRole('button', { name: /^On Friday the report went out/ }))
  expect(FakeAudioElement.last.currentTime).toBe(62)
  FakeAudioElement.last.currentTime = 62.5
  await waitFor(() => expect(screen.getByTestId('heard-word')).toHaveTextContent(/^Friday$/))
  expect(screen.getByTestId('heard-word').closest('li')).toHaveAttribute('aria-current', 'true')
  FakeAudioElement.last.pause()
  await waitFor(() => expect(screen.queryByTestId('heard-word')).not.toBeInTheDocument())
})

test('the transcript can be taken along as text and as subtitles', async () => {
  serve(answers())
  renderApp('/sessions/s1')
  const link = await screen.findByRole('link', { name: 'Transcript as WebVTT' })
  expect(link).toHaveAttribute('href', '/api/sessions/s1/transcript?format=vtt')
  expect(screen.getByRole('link', { name: 'Transcript as text' })).toHaveAttribute('download', 's1.txt')
})

test('an interruption is a mark that plays with what came before it', async () => {
  vi.stubGlobal('Audio', FakeAudioElement)
  serve(answers())
  renderApp('/sessions/s1')
  await userEvent.click(await screen.findByRole('button', { name: 'Play the interruption at 1:40' }))
  expect(FakeAudioElement.last.currentTime).toBe(96)
  expect(screen.getByText(/Marc was cut off once \(1:40\)/)).toBeInTheDocument()
})

test('levels are dots with words, and what is not sure is no level', async () => {
  serve(answers())
  renderApp('/sessions/s1')
  const scored = await screen.findByTestId('element-situation')
  expect(within(scored).getByRole('img', { name: 'level 2 of 3' })).toBeInTheDocument()
  const unsure = screen.getByTestId('element-ask_view')
  expect(unsure).toHaveTextContent('Not sure')
  expect(within(unsure).queryByRole('img')).not.toBeInTheDocument()
})

test('words that show two behaviours are quoted once', async () => {
  const [element] = report().elements
  const [seen] = element?.evidence ?? []
  const twice = { ...element, evidence: [seen, { ...seen, behaviour: 'observation_specific' }] }
  serve({ ...answers(), 'POST /api/feedback/analyze': { ...report(), elements: [twice] } })
  renderApp('/sessions/s1')
  expect(within(await screen.findByTestId('element-situation')).getAllByText('On Friday')).toHaveLength(1)
})

test('a figure comes with its band, its caveat and its source', async () => {
  serve(answers())
  renderApp('/sessions/s1')
  const card = await screen.findByTestId('metric-talk_share')
  expect(card).toHaveTextContent('46 %')
  expect(card).toHaveTextContent('Here: 35 % to 55 %')
  expect(card).toHaveTextContent('Depends on the conversation.')
  expect(card).toHaveTextContent('Source: This scenario.')
})

test('an unreliable figure is not shown', async () => {
  const [metric] = report().metrics
  const unreliable = { ...metric, id: 'fillers', title: 'Fillers', value: 7, state: 'unreliable' }
  serve({ ...answers(), 'POST /api/feedback/analyze': { ...report(), metrics: [unreliable] } })
  renderApp('/sessions/s1')
  const card = await screen.findByTestId('metric-fillers')
  expect(card).toHaveTextContent('cannot be told reliably')
  expect(card).not.toHaveTextContent('7')
})

test('without a recording there is nothing to play, and the times stay', async () => {
  const asked = serve(answers({ recording: false }))
  renderApp('/sessions/s1')
  await screen.findByText('What was said')
  expect(screen.queryByRole('button', { name: /^Play/ })).not.toBeInTheDocument()
  expect(screen.getAllByText('1:02').length).toBeGreaterThan(0)
  expect(screen.getByText(/was not recorded/)).toBeInTheDocument()
  expect(asked.some(({ path }) => path.endsWith('/levels'))).toBe(false)
})

test('too little speech is told with what to do, and no levels', async () => {
  const little = report({ status: 'not_enough_speech', metadata: { ...report().metadata, learner_words: 31 } })
  serve({ ...answers(), 'POST /api/feedback/analyze': little })
  renderApp('/sessions/s1')
  const panel = await screen.findByTestId('not-enough')
  expect(panel).toHaveTextContent('You said 31 words.')
  expect(screen.queryByTestId('element-situation')).not.toBeInTheDocument()
  expect(screen.getByText('What was said')).toBeInTheDocument()
})

test('when nothing was heard the microphone is the first suspect', async () => {
  const none = report({ status: 'not_enough_speech', metadata: { ...report().metadata, learner_words: 0 } })
  serve({ ...answers(), 'POST /api/feedback/analyze': none })
  renderApp('/sessions/s1')
  expect(await screen.findByTestId('not-enough')).toHaveTextContent('Nothing was heard from you.')
})

test('an interrupted session is explained and still read', async () => {
  serve(answers({ state: 'interrupted', end_reason: 'crashed' }))
  renderApp('/sessions/s1')
  expect(await screen.findByTestId('end-reason')).toHaveTextContent('The server stopped unexpectedly')
  expect(await screen.findByRole('region', { name: 'What worked' })).toBeInTheDocument()
})

test('a talk that ended because of silence says for how long', async () => {
  serve(answers({ end_reason: 'idle' }))
  renderApp('/sessions/s1')
  await waitFor(() => expect(screen.getByTestId('end-reason')).toHaveTextContent('quiet for 60 seconds'))
})

test('an open session can be gone back into or ended', async () => {
  let stopped = false
  serve({
    ...answers(),
    'GET /api/sessions/s1': () => session(stopped ? {} : { state: 'reconnecting', ended_at: null }),
    'POST /force-stop/s1': () => {
      stopped = true
      return { session_id: 's1', state: 'ended', end_reason: 'stopped' }
    },
  })
  renderApp('/sessions/s1')
  const link = await screen.findByRole('link', { name: 'Go back in' })
  expect(link).toHaveAttribute('href', '/practice/late-report?session=s1')
  await userEvent.click(screen.getByRole('button', { name: 'End and see feedback' }))
  expect(await screen.findByRole('region', { name: 'What worked' })).toBeInTheDocument()
})

test.each([
  [[], 'Only you can see this'],
  [[{ who: 'person', id: 'bob', name: 'Bob' }], 'Shared with: Bob'],
  [
    [
      { who: 'trainers', id: 'red', name: 'Red' },
      { who: 'person', id: 'bob', name: null },
    ],
    'Shared with: trainers of Red, somebody',
  ],
] as const)('who can see a report is said (%j)', async (readers, text) => {
  serve(answers({ read_by: [...readers] }))
  renderApp('/sessions/s1')
  expect(await screen.findByText(text)).toBeInTheDocument()
})

test('a talk is shared with trainers, then its recording, and both are taken back', async () => {
  let sharing = shared()
  const asked = serve({
    ...answers(),
    'GET /api/sessions/s1/sharing': () => sharing,
    'PUT /api/sessions/s1/sharing': ({ body }: { body: unknown }) => {
      sharing = shared({ ...(body as Partial<Sharing>), people: [] })
      return sharing
    },
  })
  renderApp('/sessions/s1')
  const region = within(await screen.findByRole('region', { name: 'Who may read this' }))
  expect(await region.findByText('Only you can read this.')).toBeInTheDocument()
  expect(region.getByRole('checkbox', { name: /hear the recording/ })).toBeDisabled()
  await userEvent.click(region.getByRole('checkbox', { name: 'The trainers of Red' }))
  await userEvent.click(await region.findByRole('checkbox', { name: 'They may hear the recording too' }))
  await waitFor(() => expect(asked.filter(({ method }) => method === 'PUT')).toHaveLength(2))
  await userEvent.click(region.getByRole('checkbox', { name: 'The trainers of Red' }))
  await waitFor(() =>
    expect(asked.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([
      { with: ['trainers'], people: [], recording: false },
      { with: ['trainers'], people: [], recording: true },
      { with: [], people: [], recording: true },
    ]),
  )
})

test('a talk that is not shared can be deleted by an admin, and shows nothing', async () => {
  const asked = serve(answers({ may: ['stop', 'delete'], owner_name: 'Ann', read_by: [] }))
  renderApp('/sessions/s1')
  expect(await screen.findByText('This talk is not shared with you')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Delete' })).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Print/ })).not.toBeInTheDocument()
  expect(asked.some(({ path }) => path.includes('transcript') || path.includes('feedback'))).toBe(false)
})

test('what went because its time was over is said, and when the rest goes', async () => {
  serve(answers({ expired_at: { audio: 1_795_100_000_000 }, expires_at: { feedback: 1_830_000_000_000 } }))
  renderApp('/sessions/s1')
  expect(await screen.findByText(/The recording was deleted/)).toBeInTheDocument()
  expect(screen.getByText(/The feedback is deleted on Dec 28, 2027/)).toBeInTheDocument()
  expect(screen.queryByRole('link', { name: 'Recording' })).not.toBeInTheDocument()
})

test('deleting asks first, then leads to the history', async () => {
  const asked = serve({
    ...answers(),
    'DELETE /api/sessions/s1': null,
    'GET /api/sessions': { items: [], next_cursor: null },
  })
  const { router } = renderApp('/sessions/s1')
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }))
  const dialog = screen.getByRole('dialog', { name: 'Delete this conversation?' })
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(false)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete it' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/history'))
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(true)
})

test('a report that cannot be made leaves the transcript', async () => {
  serve({ ...answers(), 'POST /api/feedback/analyze': new Refusal(500, 'failed', 'The judge is ill.') })
  renderApp('/sessions/s1')
  expect(await screen.findByText('The judge is ill.')).toBeInTheDocument()
  expect(screen.getByText('Can I stop you')).toBeInTheDocument()
})

test('a session that is not there, or not ours, is told', async () => {
  serve({ ...answers(), 'GET /api/sessions/s1': new Refusal(404, 'not_found', 'No such session.') })
  renderApp('/sessions/s1')
  expect(await screen.findByRole('heading', { name: 'This conversation is not here' })).toBeInTheDocument()
})

test('the history goes on where the page before ended', async () => {
  serve({
    ...answers(),
    'GET /api/sessions/s2/levels': { duration_ms: 1, learner: [], partner: [] },
    'GET /api/sessions': ({ query }: { query: URLSearchParams }) =>
      query.get('of') === 'shared'
        ? nothing
        : query.get('cursor') === 'c1'
          ? { items: [session({ id: 's2', scenario_title: 'Not this weekend' })], next_cursor: null }
          : { items: [session()], next_cursor: 'c1' },
  })
  renderApp('/history')
  await userEvent.click(await screen.findByRole('button', { name: 'Show earlier ones' }))
  expect(await screen.findByRole('heading', { name: 'Not this weekend, with Marc' })).toBeInTheDocument()
  expect(screen.getByRole('heading', { name: 'The late report, with Marc' })).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Show earlier ones' })).not.toBeInTheDocument()
})

test('a talk by telephone is in the history with the others, and says so', async () => {
  const items = [session(), session({ id: 's2', transport: 'phone' })]
  serve({
    ...answers(),
    'GET /api/sessions/s2/levels': { duration_ms: 1, learner: [], partner: [] },
    'GET /api/sessions': ({ query }: { query: URLSearchParams }) =>
      query.get('of') === 'own' ? { items, next_cursor: null } : nothing,
  })
  renderApp('/history')
  expect(await screen.findAllByText(/by telephone/)).toHaveLength(1)
})

test('an empty history says what will be there', async () => {
  serve({ ...answers(), 'GET /api/sessions': { items: [], next_cursor: null } })
  renderApp('/history')
  expect(await screen.findByText('You have not practised yet.')).toBeInTheDocument()
})

test('who ended the talk of somebody else is told', async () => {
  const end = { at: 1, t_ms: 65_000, user_id: 'tim', name: 'Tim', role: 'trainer', look: null, look_id: null }
  serve({
    ...answers({ end_reason: 'stopped', monitoring: true }),
    'GET /api/sessions/s1/monitoring': {
      session_id: 's1',
      granted: true,
      items: [{ ...end, what: 'ended', text: null, granted: null }],
    },
  })
  renderApp('/sessions/s1')
  expect(await screen.findByText('Tim ended it. What was said is kept.')).toBeInTheDocument()
})

test('who followed the talk can be read, when somebody asks', async () => {
  const tim = { at: 1, t_ms: 65_000, user_id: 'tim', name: 'Tim', role: 'trainer', look: 'listening', look_id: 'l1' }
  const asked = serve({
    ...answers(),
    'GET /api/sessions/s1/monitoring': {
      session_id: 's1',
      granted: false,
      items: [
        { ...tim, what: 'joined', text: null, granted: null },
        { ...tim, what: 'hint', text: 'Let him finish.', granted: null },
        { at: 2, t_ms: 90_000, what: 'consent', granted: false, name: null, look: null, look_id: null, text: null },
      ],
    },
  })
  renderApp('/sessions/s1')
  const fold = await screen.findByText('Who followed this talk')
  expect(asked.some(({ path }) => path.endsWith('/monitoring'))).toBe(false)
  await userEvent.click(fold)
  expect(await screen.findByText('Tim began to listen')).toBeInTheDocument()
  expect(screen.getByText('Tim sent you a hint: Let him finish.')).toBeInTheDocument()
  expect(screen.getByText('You stopped others from following')).toBeInTheDocument()
})
