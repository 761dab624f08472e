import { act, renderHook, waitFor } from '@testing-library/react'
import { StrictMode } from 'react'
import { expect, test, vi } from 'vitest'
import { useCall, useLevels, useOwnCall } from '../src/index.ts'
import { FakeServer } from './fake-server.ts'

function useAll(server: FakeServer) {
  const call = useOwnCall(server.options)
  return { call, state: useCall(call), levels: useLevels(call) }
}
const render = (server: FakeServer) => renderHook(() => useAll(server), { wrapper: StrictMode })

test('a call of a component follows it from start to end', async () => {
  const server = new FakeServer()
  const { result, unmount } = render(server)
  expect(result.current.state.status).toEqual({ phase: 'idle' })
  await act(() => result.current.call.start())
  await waitFor(() => expect(result.current.state.status.phase).toBe('live'))
  unmount()
  expect(server.audio.closed).toBe(true)
})

test('levels are those of now, and nothing when it is over', async () => {
  const server = new FakeServer()
  const { result } = render(server)
  await act(() => result.current.call.start())
  await waitFor(() => expect(result.current.state.status.phase).toBe('live'))
  const speaking = setInterval(() => server.audio.microphone.hear(20), 20)
  await waitFor(() => expect(result.current.levels.learner).toBeGreaterThan(0.5))
  clearInterval(speaking)
  expect(result.current.levels.partner).toBe(0)
  await act(() => result.current.call.end())
  await vi.waitFor(() => expect(result.current.levels).toEqual({ learner: 0, partner: 0 }))
})
