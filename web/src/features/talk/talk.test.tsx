import { QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { createQueryClient } from '@/api/query-client'
import type { Session } from '@/api/types'
import { getPreferences, setPreferences } from '@/lib/preferences'
import { config, scenarioDetails, session, turn } from '@/testing/data'
import { eventStream, FakeCalls } from '@/testing/fake-call'
import { serve } from '@/testing/server'
import { Talk } from './talk'

async function talk(change: Partial<Session> = {}) {
  const calls = new FakeCalls()
  const events = eventStream()
  const onOver = vi.fn()
  const open = session({ ...change, state: 'live', ended_at: null, started_at: null, duration_ms: null })
  serve({
    'GET /api/sessions/s1/events': () => events.response(),
    'GET /api/sessions/s1': open,
    'GET /api/sessions/s1/before': { items: [{ ...turn(), id: 't0', text: 'Said the first time.' }], cue: null },
    'POST /api/sessions/s1/hint': { text: 'Ask how they see it.', element: 'ask_view', title: 'Asks', given: 1 },
    'PUT /api/sessions/s1/monitoring': { session_id: 's1', granted: false, items: [] },
    'POST /force-stop/s1': { session_id: 's1', state: 'ended', end_reason: 'stopped' },
  })
  const root = createRootRoute({ component: Outlet })
  const page = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => (
      <>
        <Link to={'/elsewhere' as '/'}>elsewhere</Link>
        <Talk session={open} scenario={scenarioDetails()} config={config()} onOver={onOver} make={calls.make} />
      </>
    ),
  })
  const elsewhere = createRoute({ getParentRoute: () => root, path: '/elsewhere', component: () => 'gone' })
  const router = createRouter({
    routeTree: root.addChildren([page, elsewhere]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  render(
    <QueryClientProvider client={createQueryClient()}>
      {/* biome-ignore lint/suspicious/noExplicitAny: a router of two routes, not the app's */}
      <RouterProvider router={router as any} />
    </QueryClientProvider>,
  )
  await screen.findByRole('heading', { name: 'Marc' })
  const live = async () => {
    await waitFor(() => expect(calls.sockets).toHaveLength(1))
    act(() => calls.socket.greet())
    await waitFor(() => expect(state()).toBe('listening'))
  }
  return { calls, events, onOver, live, user: userEvent.setup() }
}

const state = () => screen.getByTestId('call-state').dataset['state']
const hear = (calls: FakeCalls, ms = 400) =>
  act(() => {
    for (let i = 0; i < ms / 20; i++) calls.audio.listener?.onChunk(new Int16Array(480).fill(3000))
  })

test('the state is told in words from connecting to speaking', async () => {
  const { calls, live } = await talk()
  expect(screen.getByTestId('call-state')).toHaveTextContent('Connecting')
  await live()
  expect(screen.getByTestId('call-state')).toHaveTextContent('Marc is listening')
  act(() => calls.socket.say({ type: 'response.created', response: { id: 'r1', status: 'in_progress' } }))
  expect(screen.getByTestId('call-state')).toHaveTextContent('Marc is thinking')
  act(() =>
    calls.socket.say({
      type: 'response.output_audio.delta',
      response_id: 'r1',
      item_id: 'p1',
      content_index: 0,
      delta: btoa('\0'.repeat(960)),
    }),
  )
  await waitFor(() => expect(screen.getByTestId('call-state')).toHaveTextContent('Marc is speaking'))
})

test('in a language that the ears do not know one writes, and is told why', async () => {
  const { calls, live } = await talk({ language: 'fr' })
  await live()
  expect(await screen.findByRole('textbox')).toBeEnabled()
  expect(screen.getByText(/do not know French yet, so you write/)).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /hold to talk/i })).not.toBeInTheDocument()
  expect(calls.audio.listener).toBeNull()
})

test('there is no help unless it was wanted', async () => {
  const { live, user } = await talk()
  await live()
  expect(screen.queryByRole('button', { name: /^Hint/ })).not.toBeInTheDocument()
  await user.keyboard('h')
  expect(screen.getByTestId('captions')).not.toHaveTextContent('Ask how they see it.')
  expect(screen.queryByTestId('hint')).not.toBeInTheDocument()
})

test('a hint comes when it is asked for, and goes when it is put away', async () => {
  const { live, user } = await talk({ hints: true })
  await live()
  expect(screen.getByTestId('hint')).toBeEmptyDOMElement()
  await user.keyboard('h')
  expect(await screen.findByText('Ask how they see it.')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Close the hint' }))
  expect(screen.getByTestId('hint')).toBeEmptyDOMElement()
  await user.click(screen.getByRole('button', { name: /^Hint/ }))
  expect(await screen.findByText('Ask how they see it.')).toBeInTheDocument()
})

const TIM = { look_id: 'l1', user_id: 'tim', name: 'Tim', role: 'trainer' }

test('who follows is seen, and one press cuts them off', async () => {
  const { events, live, user } = await talk({ monitoring: true })
  await live()
  expect(screen.getByTestId('followed')).toHaveTextContent('Nobody does now.')
  act(() => events.send('monitor.joined', { ...TIM, look: 'watching' }))
  act(() => events.send('monitor.joined', { ...TIM, look_id: 'l2', look: 'listening' }))
  await waitFor(() => expect(screen.getByTestId('followed')).toHaveTextContent('Tim listens'))
  expect(screen.getByTestId('followed')).not.toHaveTextContent('Tim reads along')
  act(() => events.send('monitor.left', { ...TIM, look_id: 'l2', look: 'listening' }))
  await waitFor(() => expect(screen.getByTestId('followed')).toHaveTextContent('Tim reads along'))
  await user.click(screen.getByRole('button', { name: 'Stop this' }))
  act(() => events.send('monitor.consent', { granted: false }))
  await waitFor(() => expect(screen.queryByTestId('followed')).not.toBeInTheDocument())
})

test('a whispered hint says from whom it is, until it is put away', async () => {
  const { events, live, user } = await talk({ monitoring: true })
  await live()
  act(() => events.send('hint', { text: 'Let him finish.', user_id: 'tim', name: 'Tim', role: 'trainer' }))
  await waitFor(() => expect(screen.getByTestId('whisper')).toHaveTextContent('From Tim, for you aloneLet him finish.'))
  await user.click(screen.getByRole('button', { name: 'Put the hint away' }))
  expect(screen.getByTestId('whisper')).toBeEmptyDOMElement()
})

test('without consent nothing is said of followers', async () => {
  const { live } = await talk()
  await live()
  expect(screen.queryByTestId('followed')).not.toBeInTheDocument()
})

test('another take shows what was said before it, apart from what is said now', async () => {
  const { live } = await talk({ retry_of: 's0', retry_turn_id: 't1' })
  await live()
  const before = screen.getByTestId('before')
  await waitFor(() => expect(before).toHaveTextContent('Said the first time.'))
  expect(before).toHaveTextContent('Your new take begins here')
  expect(screen.queryByTestId('line-learner')).not.toBeInTheDocument()
})

test('who speaks first is said before anything was', async () => {
  const { live } = await talk()
  await live()
  expect(screen.getByRole('log')).toHaveTextContent('Marc speaks first.')
})

test('a final turn is read out and its doubtful words are marked', async () => {
  const { events, live } = await talk()
  await live()
  act(() =>
    events.send(
      'user.transcript.final',
      turn({
        text: 'on Friday',
        words: [
          { text: 'on', start_ms: 0, end_ms: 100, confidence: 0.9 },
          { text: 'Friday', start_ms: 100, end_ms: 400, confidence: 0.31 },
        ],
      }),
    ),
  )
  const doubt = await screen.findByTitle('Not sure that this was heard right')
  expect(doubt).toHaveTextContent('Friday')
  expect(doubt.closest('[aria-hidden="true"]')).toBeNull()
  expect(screen.queryByText('Marc speaks first.')).not.toBeInTheDocument()
})

test('a draft is shown but not read out', async () => {
  const { calls, live } = await talk()
  await live()
  act(() =>
    calls.socket.say({
      type: 'conversation.item.input_audio_transcription.delta',
      item_id: 'u1',
      content_index: 0,
      delta: 'can I stop',
    }),
  )
  const draft = await screen.findByText('can I stop')
  expect(draft.closest('[aria-hidden="true"]')).not.toBeNull()
})

test('the stop key stops the partner and ends nothing', async () => {
  const { calls, live, user } = await talk()
  await live()
  act(() => calls.socket.say({ type: 'response.created', response: { id: 'r1', status: 'in_progress' } }))
  await user.keyboard('{Escape}')
  expect(calls.socket.types()).toContain('response.cancel')
  expect(state()).not.toBe('ended')
})

test('with push to talk, holding the key is a turn; letting go sends it', async () => {
  setPreferences({ pushToTalk: true })
  const { calls, live } = await talk()
  await live()
  hear(calls)
  expect(calls.socket.types()).not.toContain('input_audio_buffer.append')
  fireEvent.keyDown(document.body, { code: 'Space' })
  expect(screen.getByRole('button', { name: /release to send/i })).toHaveAttribute('aria-pressed', 'true')
  hear(calls)
  expect(calls.socket.types()).toContain('input_audio_buffer.append')
  fireEvent.keyUp(document.body, { code: 'Space' })
  await waitFor(() => expect(calls.socket.types().slice(-2)).toEqual(['input_audio_buffer.commit', 'response.create']))
})

test('another key can be chosen, and the old one does nothing any more', async () => {
  setPreferences({ pushToTalk: true, talkKey: 'KeyJ' })
  const { live } = await talk()
  await live()
  fireEvent.keyDown(document.body, { code: 'Space' })
  expect(screen.getByRole('button', { name: /hold to talk/i })).toHaveAttribute('aria-pressed', 'false')
  fireEvent.keyDown(document.body, { code: 'KeyJ' })
  expect(screen.getByRole('button', { name: /release to send/i })).toBeInTheDocument()
})

test('the key is a letter where somebody writes', async () => {
  setPreferences({ pushToTalk: true })
  const { calls, live, user } = await talk()
  await live()
  await user.click(screen.getByRole('button', { name: 'Type instead' }))
  await user.type(screen.getByRole('textbox'), 'a b{Enter}')
  expect(screen.queryByRole('button', { name: /release to send/i })).not.toBeInTheDocument()
  const item = calls.socket.sent.find(({ type }) => type === 'conversation.item.create')
  expect(JSON.stringify(item)).toContain('a b')
  expect(calls.socket.types()).toContain('response.create')
})

test('muted is silence, and holding the key opens the microphone for as long', async () => {
  const { calls, live, user } = await talk()
  await live()
  await user.click(screen.getByRole('button', { name: 'Mute' }))
  expect(screen.getByTestId('call-state')).toHaveTextContent('You are muted')
  fireEvent.keyDown(document.body, { code: 'Space' })
  expect(screen.getByRole('button', { name: 'Mute' })).toBeInTheDocument()
  fireEvent.keyUp(document.body, { code: 'Space' })
  expect(screen.getByRole('button', { name: 'Unmute' })).toBeInTheDocument()
  expect(calls.socket.types()).not.toContain('input_audio_buffer.commit')
})

test('patience is changed during the talk and remembered', async () => {
  const { calls, live, user } = await talk()
  await live()
  await user.click(screen.getByRole('button', { name: /waits 1.0 s for you/i }))
  fireEvent.change(screen.getByRole('slider', { name: 'Waits for you' }), { target: { value: '2400' } })
  const update = calls.socket.sent.findLast(({ type }) => type === 'session.update')
  expect(JSON.stringify(update)).toContain('"silence_duration_ms":2400')
  await user.keyboard('{Escape}')
  expect(screen.getByRole('button', { name: /waits 2.4 s for you/i })).toBeInTheDocument()
})

test('ending stops the session and hands over to the report', async () => {
  const { calls, events, live, onOver, user } = await talk()
  await live()
  await user.click(screen.getByRole('button', { name: 'End and see feedback' }))
  act(() => events.send('session.state', { state: 'ended', reason: 'stopped' }))
  await waitFor(() => expect(onOver).toHaveBeenCalled())
  expect(calls.socket.closed).toEqual({ code: 1000, reason: 'end' })
})

test('a lost connection says that nothing is lost', async () => {
  const { calls, live } = await talk()
  await live()
  act(() => calls.socket.drop())
  await waitFor(() => expect(state()).toBe('reconnecting'))
  expect(screen.getByTestId('call-state')).toHaveTextContent('Reconnecting: nothing is lost')
  expect(screen.getByText(/Everything that was said is saved/)).toBeInTheDocument()
})

test('a server that crashed is told, with what is saved and what to do', async () => {
  const { events, live, onOver, user } = await talk()
  await live()
  act(() => events.send('session.state', { state: 'interrupted', reason: 'crashed' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('The server stopped unexpectedly')
  expect(screen.queryByRole('button', { name: 'End and see feedback' })).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'See the feedback' }))
  expect(onOver).toHaveBeenCalled()
})

test('without a microphone one can type instead', async () => {
  const calls = new FakeCalls()
  calls.audio.refuses = 'microphone_denied'
  serve({
    'GET /api/sessions/s1/events': () => eventStream().response(),
    'GET /api/sessions/s1': session({ state: 'created' }),
  })
  const root = createRootRoute({
    component: () => (
      <Talk
        session={session({ state: 'created' })}
        scenario={scenarioDetails()}
        config={config()}
        onOver={() => {}}
        make={calls.make}
      />
    ),
  })
  const router = createRouter({ routeTree: root, history: createMemoryHistory() })
  render(
    <QueryClientProvider client={createQueryClient()}>
      {/* biome-ignore lint/suspicious/noExplicitAny: a router of one route, not the app's */}
      <RouterProvider router={router as any} />
    </QueryClientProvider>,
  )
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('The microphone was not allowed.')
  const [type] = screen.getAllByRole('button', { name: 'Type instead' })
  await userEvent.click(type as HTMLElement)
  await waitFor(() => expect(calls.sockets).toHaveLength(1))
  act(() => calls.socket.greet())
  expect(await screen.findByRole('textbox')).toBeEnabled()
  expect(screen.queryByRole('button', { name: /hold to talk/i })).not.toBeInTheDocument()
})

test('a warning that it is quiet is shown and can be answered', async () => {
  const { calls, events, live, user } = await talk()
  await live()
  act(() => events.send('warning', { code: 'idle', message: 'It has been quiet for 45 seconds.' }))
  expect(await screen.findByText('It has been quiet for 45 seconds.')).toBeInTheDocument()
  const before = calls.socket.sent.length
  await user.click(screen.getByRole('button', { name: 'I am still here' }))
  expect(calls.socket.sent.slice(before).map(({ type }) => type)).toEqual(['session.update'])
})

test('leaving a live talk is asked about', async () => {
  const { live, user } = await talk()
  await live()
  await user.click(screen.getByRole('link', { name: 'elsewhere' }))
  expect(await screen.findByRole('dialog', { name: 'Leave the conversation?' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Stay' }))
  expect(screen.getByRole('heading', { name: 'Marc' })).toBeInTheDocument()
  await user.click(screen.getByRole('link', { name: 'elsewhere' }))
  await user.click(await screen.findByRole('button', { name: 'Leave' }))
  expect(await screen.findByText('gone')).toBeInTheDocument()
})

test('a microphone that is pulled out is told, and so is the one that takes its place', async () => {
  const { calls, live } = await talk()
  await live()
  calls.audio.refuses = 'microphone_missing'
  act(() => calls.audio.listener?.onLost())
  expect(await screen.findByText('No microphone was found.')).toBeInTheDocument()
  calls.audio.refuses = null
  calls.audio.label = 'Headset'
  act(() => calls.audio.listener?.onLost())
  expect(await screen.findByText('You are heard through another microphone now: Headset.')).toBeInTheDocument()
  expect(state()).toBe('listening')
})

test('another microphone is chosen in the middle of the talk', async () => {
  const device = (deviceId: string, label: string) => ({ deviceId, label, kind: 'audioinput', groupId: '' })
  vi.stubGlobal('navigator', {
    ...navigator,
    mediaDevices: { enumerateDevices: async () => [device('a', 'Test microphone'), device('b', 'Headset')] },
  })
  const { calls, live, user } = await talk()
  await live()
  await user.click(screen.getByRole('button', { name: /^Waits/ }))
  const choice = await screen.findByLabelText('Microphone')
  expect(choice).toHaveValue('a')
  calls.audio.label = 'Headset'
  await user.selectOptions(choice, 'b')
  await waitFor(() => expect(choice).toHaveValue('b'))
  expect(getPreferences().microphoneId).toBe('b')
  vi.unstubAllGlobals()
})

test('a computer that was asleep is told so', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  try {
    const { live } = await talk()
    await live()
    vi.setSystemTime(Date.now() + 90_000)
    act(() => void vi.advanceTimersByTime(2000))
    expect(await screen.findByText(/asleep for 9\d seconds/)).toBeInTheDocument()
  } finally {
    vi.useRealTimers()
  }
})

test('a browser that allows no sound yet asks for a press on a button', async () => {
  const { calls, live } = await talk()
  await live()
  calls.audio.refuses = 'audio_blocked'
  act(() => calls.audio.listener?.onLost())
  expect(await screen.findByText('The browser has not allowed this page to make sound yet.')).toBeInTheDocument()
})

test('what the talk has cost until now stands beside the clock, where it costs something', async () => {
  const { events, live } = await talk()
  await live()
  const told = (change: object, free = false) =>
    act(() => events.send('usage', { of: 'response', free, session: { cost_usd: 0.04, unknown: false, ...change } }))
  told({ cost_usd: 0 }, true)
  expect(screen.queryByTestId('cost-so-far')).not.toBeInTheDocument()
  told({})
  expect(await screen.findByText('About $0.04 so far')).toBeInTheDocument()
  told({ unknown: true })
  expect(await screen.findByText('More than $0.04 so far')).toBeInTheDocument()
  told({ cost_usd: 0, unknown: true })
  expect(await screen.findByText('Cost not known')).toBeInTheDocument()
})
