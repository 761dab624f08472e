import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Closing, Connection, type ConnectionOptions, openWebSocket, type Socket } from '../src/connection.ts'
import { TestServer } from './support/server.ts'

let server: TestServer
let closed: Closing[]
let lost: number[]
beforeEach(async () => {
  server = new TestServer()
  server.greeting = null
  await server.start()
  closed = []
  lost = []
})
afterEach(() => server.stop())

const connect = (more: Partial<ConnectionOptions> = {}) =>
  new Connection({
    open: openWebSocket,
    url: () => `${server.base.replace('http', 'ws')}/ws/realtime/s`,
    protocols: [],
    backoffMs: [5, 10],
    resumeMs: 5000,
    mayResume: async () => true,
    onOpen: () => {},
    onText: () => {},
    onLost: (attempt) => lost.push(attempt),
    onClosed: (closing) => closed.push(closing),
    ...more,
  })
const connections = (count: number) => server.until(() => server.upgrades.length === count)

test.each([1001, 1011, 1012, 1013])('code %i passes: it comes back', async (code) => {
  const connection = connect()
  await connections(1)
  server.socket?.close(code)
  await connections(2)
  connection.close()
  expect(closed).toEqual([{ code: 1000, reason: '', opened: true }])
})

test.each([1000, 1008, 4003])('code %i is an end', async (code) => {
  connect()
  await connections(1)
  server.socket?.close(code, 'because')
  await vi.waitUntil(() => closed.length === 1)
  expect(closed).toEqual([{ code, reason: 'because', opened: true }])
})

test('a first connection that fails is not tried again', async () => {
  server.refuseUpgrade = true
  connect()
  await vi.waitUntil(() => closed.length === 1)
  expect(closed[0]).toMatchObject({ opened: false })
})

test('nothing to come back to is an end', async () => {
  connect({ mayResume: async () => false })
  await connections(1)
  server.socket?.terminate()
  await vi.waitUntil(() => closed.length === 1)
  expect(server.upgrades).toHaveLength(1)
})

test('a server that takes us back and says nothing counts as one that does not', async () => {
  connect({ resumeMs: 60 })
  await connections(1)
  const again = setInterval(() => server.socket?.terminate(), 1)
  await vi.waitUntil(() => closed.length === 1)
  clearInterval(again)
  expect(lost.length).toBeGreaterThan(1)
  expect(lost).toEqual(lost.map((_, i) => i + 1))
})

test('a line on which nothing is taken any more is given up for a new one', async () => {
  let stuck = true
  const stalled = (url: string, protocols: string[]): Socket => {
    const socket = openWebSocket(url, protocols)
    if (stuck) Object.defineProperty(socket, 'bufferedAmount', { value: 10_000_000 })
    return socket
  }
  const opened = vi.fn()
  const connection = connect({ open: stalled, onOpen: opened })
  await vi.waitUntil(() => opened.mock.calls.length === 1)
  stuck = false
  expect(connection.send('x')).toBe(false)
  await vi.waitUntil(() => opened.mock.calls.length === 2)
  expect(opened.mock.calls).toEqual([[false], [true]])
  expect(connection.send('{}')).toBe(true)
  connection.close()
})

test('closed while it waits to come back, it stays closed', async () => {
  const connection = connect({ backoffMs: [50] })
  await connections(1)
  server.socket?.terminate()
  await vi.waitUntil(() => lost.length === 1)
  connection.close()
  await new Promise((resolve) => setTimeout(resolve, 80))
  expect(server.upgrades).toHaveLength(1)
  expect(closed).toHaveLength(1)
})
