import { beforeEach, expect, test, vi } from 'vitest'
import { Api } from '../src/api.ts'
import { sendPieces, Tape } from '../src/tape.ts'
import { MemoryStore } from '../src/tape-store.ts'

const SERVER_NOW = 1_000_000
/** The session clock began 20 s before the server was asked. */
const SESSION_ZERO = SERVER_NOW - 20_000

let now = 0
let parts: number[]
let wanted: boolean
let status: number
/** How the server answers the next questions whether it wants pieces; 200 after these. */
let asking: number[]
let asked: number
let puts: { path: string; pcm: Int16Array }[]
const api = new Api({
  baseUrl: 'http://here',
  fetch: async (input, init) => {
    const path = String(input).replace('http://here', '')
    if (init?.method !== 'PUT') {
      asked += 1
      const answer = asking.shift() ?? 200
      return Response.json({ wanted, parts, now: SERVER_NOW }, { status: answer })
    }
    if (status !== 200) return Response.json({ error: { code: 'no', message: 'No.' } }, { status })
    const bytes = new Uint8Array(init.body as Uint8Array)
    puts.push({ path, pcm: new Int16Array(bytes.slice().buffer) })
    return Response.json({ wanted, parts, now: SERVER_NOW })
  },
})
beforeEach(() => {
  now = 0
  parts = []
  wanted = true
  status = 200
  asking = []
  asked = 0
  puts = []
})

async function tape(store = new MemoryStore()) {
  const made = new Tape({ api, sessionId: 's1', store, now: () => now })
  await made.begin()
  made.clock(1000, SESSION_ZERO + 1000)
  return made
}

/** `ms` of sound of both sides, in pieces of 20 ms. */
function hear(into: Tape, ms: number, learner = 100, partner = 200): void {
  for (let heard = 0; heard < ms; heard += 20) {
    now += 20
    into.hear('learner', new Int16Array(480).fill(learner))
    into.hear('partner', new Int16Array(480).fill(partner))
  }
}

test('two channels go in pieces of five seconds, placed on the session clock', async () => {
  const made = await tape()
  hear(made, 6000)
  await made.finish()
  await vi.waitFor(() => expect(puts).toHaveLength(2))
  expect(puts.map(({ path }) => path)).toEqual([
    '/api/sessions/s1/recording/parts/0?start_ms=20000',
    '/api/sessions/s1/recording/parts/1?start_ms=25000',
  ])
  expect(puts.map(({ pcm }) => pcm.length)).toEqual([2 * 120_000, 2 * 24_000])
  expect([...(puts[0]?.pcm.slice(0, 4) ?? [])]).toEqual([100, 200, 100, 200])
})

test('a side that was silent for a while goes on where the clock is', async () => {
  const made = await tape()
  hear(made, 1000)
  for (let passed = 0; passed < 1000; passed += 20) {
    now += 20
    made.hear('learner', new Int16Array(480).fill(100))
  }
  hear(made, 1000)
  await made.finish()
  await vi.waitFor(() => expect(puts).toHaveLength(1))
  const partner = puts[0]?.pcm.filter((_, index) => index % 2 === 1) ?? new Int16Array()
  expect([partner[23_999], partner[36_000], partner[48_000]]).toEqual([200, 0, 200])
})

test('what the server has is counted on from, also after a reload', async () => {
  parts = [0, 1, 2]
  const store = new MemoryStore()
  await store.put({ sessionId: 's1', n: 4, startMs: 20_000, pcm: new Int16Array(2) })
  const made = await tape(store)
  hear(made, 1000)
  await made.finish()
  await vi.waitFor(() => expect(puts.map(({ path }) => path.match(/parts\/(\d+)/)?.[1])).toEqual(['4', '5']))
})

test('while the network is dead the pieces are kept, and sent when it is back', async () => {
  status = 503
  const store = new MemoryStore()
  const made = await tape(store)
  hear(made, 1000)
  await made.finish()
  expect(await store.all()).toHaveLength(1)
  const sending = sendPieces(api, store)
  status = 200
  void sending
  await vi.waitFor(() => expect(puts).toHaveLength(1), { timeout: 8000 })
  await vi.waitFor(async () => expect(await store.all()).toEqual([]))
}, 10_000)

test('a server that cannot answer at first is asked again, and one that knows of no pieces is not', async () => {
  vi.useFakeTimers()
  asking = [503, 401]
  const making = tape()
  await vi.advanceTimersByTimeAsync(10_000)
  vi.useRealTimers()
  const made = await making
  hear(made, 1000)
  await made.finish()
  await vi.waitFor(() => expect(puts).toHaveLength(1))
  expect(asked).toBe(3)
  asking = [404]
  const unasked = await tape()
  hear(unasked, 1000)
  await unasked.finish()
  expect([asked, puts.length]).toEqual([4, 1])
})

test('a server that records by itself gets nothing, and one that refuses is not asked for ever', async () => {
  wanted = false
  const own = await tape()
  hear(own, 6000)
  await own.finish()
  expect(puts).toEqual([])
  status = 409
  const store = new MemoryStore()
  await store.put({ sessionId: 's1', n: 0, startMs: 0, pcm: new Int16Array(2) })
  await sendPieces(api, store)
  expect(await store.all()).toEqual([])
})
