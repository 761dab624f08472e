import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Api, ApiError } from '../src/api.ts'
import { type ConversationEvent, EventStream, Lines } from '../src/event-stream.ts'
import { TestServer } from './support/server.ts'

describe('lines of server-sent events', () => {
  test('are cut anywhere and put together again', () => {
    const text = ': hello\n\nid: 1\nevent: x\ndata: {"a":1}\n\ndata:one\r\ndata: two\r\n\r\ndata: un'
    for (let size = 1; size < text.length; size++) {
      const lines = new Lines()
      const found: string[] = []
      for (let at = 0; at < text.length; at += size) found.push(...lines.feed(text.slice(at, at + size)))
      expect(found).toEqual(['{"a":1}', 'one\ntwo'])
    }
  })
})

describe('the stream', () => {
  let server: TestServer
  let stream: EventStream
  let events: ConversationEvent[]
  beforeEach(async () => {
    server = new TestServer()
    await server.start()
    events = []
  })
  afterEach(async () => {
    stream.close()
    await server.stop()
  })
  const open = (onRefused?: (error: ApiError) => void) => {
    const api = new Api({ baseUrl: server.base })
    stream = new EventStream({ api, sessionId: 's', onEvent: (event) => events.push(event), onRefused, retryMs: 5 })
    return stream.run()
  }
  const seqs = () => events.map(({ seq }) => seq)

  test('gives stored events, then live ones, in the shape of the page', async () => {
    server.store('user.speech.started', { at_ms: 5 }, { speaker: 'learner', turn_id: 't', t_ms: 5 })
    void open()
    await vi.waitUntil(() => events.length === 1)
    server.store('warning', { code: 'idle' })
    await vi.waitUntil(() => events.length === 2)
    expect(events).toEqual([
      { seq: 1, type: 'user.speech.started', tMs: 5, tWall: 0, speaker: 'learner', turnId: 't', data: { at_ms: 5 } },
      { seq: 2, type: 'warning', tMs: 0, tWall: 0, speaker: null, turnId: null, data: { code: 'idle' } },
    ])
  })

  test('resumes after a break without gap or double', async () => {
    void open()
    for (let round = 1; round <= 5; round++) {
      server.store('warning', {})
      await vi.waitUntil(() => events.length === round)
      server.dropStreams()
    }
    expect(seqs()).toEqual([1, 2, 3, 4, 5])
  })

  test('ends when the server refuses for good', async () => {
    const refused = vi.fn()
    const api = new Api({
      baseUrl: server.base,
      fetch: async () => new Response('{"detail":"Not yours."}', { status: 403 }),
    })
    stream = new EventStream({ api, sessionId: 's', onEvent: () => {}, onRefused: refused, retryMs: 5 })
    await stream.run()
    expect(refused).toHaveBeenCalledWith(new ApiError('http_403', 'Not yours.', 403))
  })

  test('who was let in once and is signed out is waited for', async () => {
    const answers = [new Response(''), new Response('', { status: 401 }), new Response('', { status: 401 })]
    const asked = vi.fn(async () => answers.shift() ?? new Response(null, { status: 204 }))
    const refused = vi.fn()
    const api = new Api({ fetch: asked })
    stream = new EventStream({ api, sessionId: 's', onEvent: () => {}, onRefused: refused, retryMs: 1 })
    await stream.run()
    expect(asked).toHaveBeenCalledTimes(4)
    expect(refused).not.toHaveBeenCalled()
  })

  test('who was never let in is refused for good', async () => {
    const refused = vi.fn()
    const api = new Api({ fetch: async () => new Response('', { status: 401 }) })
    stream = new EventStream({ api, sessionId: 's', onEvent: () => {}, onRefused: refused, retryMs: 1 })
    await stream.run()
    expect(refused).toHaveBeenCalledTimes(1)
  })

  test('ends when there is nothing left to come', async () => {
    const answers = vi.fn(async () => new Response(null, { status: 204 }))
    stream = new EventStream({ api: new Api({ fetch: answers }), sessionId: 's', onEvent: () => {}, retryMs: 1 })
    await stream.run()
    expect(answers).toHaveBeenCalledTimes(1)
  })

  test('close ends it', async () => {
    const running = open()
    server.store('warning', {})
    await vi.waitUntil(() => events.length === 1)
    stream.close()
    await running
  })
})
