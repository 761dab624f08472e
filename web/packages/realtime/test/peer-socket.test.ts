import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '../src/api.ts'
import { TAKEN_OVER } from '../src/connection.ts'
import { CHANNEL, type PeerOptions, PeerSocket } from '../src/peer-socket.ts'
import { TestPeers } from './support/peer.ts'

const TRACK = { kind: 'audio' } as MediaStreamTrack
let peers: TestPeers
let closings: { code: number; reason: string }[]
let texts: unknown[]

beforeEach(() => {
  vi.useFakeTimers()
  peers = new TestPeers()
  closings = []
  texts = []
})
afterEach(() => void vi.useRealTimers())

function create(options: Partial<PeerOptions> = {}): PeerSocket {
  const exchange = async () => 'v=0 answer'
  const socket = new PeerSocket({ exchange, track: TRACK, onStream: () => {}, create: peers.create, ...options })
  socket.onclose = ({ code, reason }) => void closings.push({ code, reason })
  socket.onmessage = ({ data }) => void texts.push(data)
  return socket
}

async function open(options: Partial<PeerOptions> = {}): Promise<PeerSocket> {
  const socket = create(options)
  await vi.advanceTimersByTimeAsync(0)
  peers.last.channel?.open()
  return socket
}

describe('opening', () => {
  test('the offer is exchanged for the answer, with the microphone and the channel of the protocol', async () => {
    const exchange = vi.fn(async () => 'v=0 answer')
    const socket = create({ exchange })
    const opened = vi.fn()
    socket.onopen = opened
    expect(socket.readyState).toBe(0)
    await vi.advanceTimersByTimeAsync(0)
    expect(exchange).toHaveBeenCalledWith('v=0 offer', expect.any(AbortSignal))
    expect(peers.last.remoteDescription).toEqual({ type: 'answer', sdp: 'v=0 answer' })
    expect(peers.last.sending).toBe(TRACK)
    expect(peers.last.channel?.label).toBe(CHANNEL)
    expect(opened).not.toHaveBeenCalled()
    peers.last.channel?.open()
    expect(opened).toHaveBeenCalledTimes(1)
    expect(socket.readyState).toBe(1)
  })

  test("with STUN or TURN servers the offer waits for this browser's addresses", async () => {
    const exchange = vi.fn(async () => 'v=0 answer')
    const iceServers = [{ urls: 'turn:turn.example' }]
    create({ exchange, iceServers })
    await vi.advanceTimersByTimeAsync(500)
    expect(exchange).not.toHaveBeenCalled()
    peers.last.gather('v=0 offer with addresses')
    await vi.advanceTimersByTimeAsync(0)
    expect(exchange).toHaveBeenCalledWith('v=0 offer with addresses', expect.any(AbortSignal))
    expect(peers.last.configuration.iceServers).toEqual(iceServers)
  })

  test('servers that never answer hold the offer up for a second at most', async () => {
    const exchange = vi.fn(async () => 'v=0 answer')
    create({ exchange, iceServers: [{ urls: 'stun:stun.example' }] })
    await vi.advanceTimersByTimeAsync(1000)
    expect(exchange).toHaveBeenCalledTimes(1)
  })

  test('an offer that is refused closes like a socket that broke, with the words of the refusal', async () => {
    create({ exchange: () => Promise.reject(new Error('All places are taken.')) })
    await vi.advanceTimersByTimeAsync(0)
    expect(closings).toEqual([{ code: 1006, reason: 'All places are taken.' }])
    expect(peers.last.closed).toBe(true)
  })

  test('a call that another window has taken closes for good', async () => {
    create({ exchange: () => Promise.reject(new ApiError('taken_over', 'It goes on elsewhere.', 409)) })
    await vi.advanceTimersByTimeAsync(0)
    expect(closings).toEqual([{ code: TAKEN_OVER, reason: 'It goes on elsewhere.' }])
  })

  test('a network that lets nothing through is given up after eight seconds', async () => {
    const socket = create()
    await vi.advanceTimersByTimeAsync(7999)
    expect(closings).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(closings).toEqual([{ code: 1006, reason: 'timeout' }])
    expect(socket.readyState).toBe(3)
  })

  test('closing before the answer has come takes the question back', async () => {
    let asked: AbortSignal | undefined
    const socket = create({
      exchange: (_, signal) => {
        asked = signal
        return new Promise(() => {})
      },
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(asked?.aborted).toBe(false)
    socket.close()
    expect(asked?.aborted).toBe(true)
    expect(peers.last.remoteDescription).toBeNull()
  })
})

describe('a call that is up', () => {
  test('is not given up by the time limit of its beginning', async () => {
    await open()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(closings).toEqual([])
  })

  test('carries events both ways', async () => {
    const socket = await open()
    socket.send('{"type":"response.create"}')
    peers.last.channel?.onmessage?.({ data: '{"type":"session.created"}' })
    expect(peers.last.channel?.sent).toEqual(['{"type":"response.create"}'])
    expect(texts).toEqual(['{"type":"session.created"}'])
  })

  test("brings the partner's voice", async () => {
    const onStream = vi.fn()
    await open({ onStream })
    const stream = { id: 'partner' }
    peers.last.ontrack?.({ streams: [stream], track: TRACK })
    expect(onStream).toHaveBeenCalledWith(stream)
  })

  test('goes on with another microphone, or none', async () => {
    const socket = await open()
    const other = { kind: 'audio', id: 'other' } as MediaStreamTrack
    await socket.use(other)
    expect(peers.last.sending).toBe(other)
    await socket.use(null)
    expect(peers.last.sending).toBeNull()
  })

  test('lives through a network that is away for a moment', async () => {
    await open()
    peers.last.change('disconnected')
    await vi.advanceTimersByTimeAsync(2999)
    peers.last.change('connected')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(closings).toEqual([])
  })

  test('breaks when the network stays away', async () => {
    await open()
    peers.last.change('disconnected')
    await vi.advanceTimersByTimeAsync(3000)
    expect(closings).toEqual([{ code: 1006, reason: 'disconnected' }])
  })

  test.each(['failed', 'closed'] as const)('breaks when the connection has %s', async (state) => {
    await open()
    peers.last.change(state)
    await vi.advanceTimersByTimeAsync(0)
    expect(closings).toEqual([{ code: 1006, reason: state }])
  })

  test('closes with what the server says when another window has taken it', async () => {
    await open()
    peers.last.channel?.onmessage?.({ data: '{"type":"session_left","code":4001,"message":"Taken over."}' })
    await vi.advanceTimersByTimeAsync(0)
    expect(closings).toEqual([{ code: 4001, reason: 'Taken over.' }])
  })

  test('closes once, and never from within the call that closes it', async () => {
    const socket = await open()
    socket.close()
    expect(closings).toEqual([])
    socket.close()
    await vi.advanceTimersByTimeAsync(0)
    expect(closings).toEqual([{ code: 1000, reason: '' }])
    expect(peers.last.closed).toBe(true)
  })
})
