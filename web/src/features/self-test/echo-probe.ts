/** One WebRTC connection to the server's echo: whether it comes about, over which way, and what gets lost. */
import { sendSdp } from '@/api/self-test'

export interface Echo {
  /** From the offer to the first connection, milliseconds. */
  connectMs: number
  /** Of the pair of addresses that was chosen. */
  protocol: 'udp' | 'tcp'
  /** Over a TURN server rather than straight. */
  relayed: boolean
  roundTripMs: number | null
  /** Share of the echoed packets that did not come back in time, 0 to 1; null when none were expected. */
  loss: number | null
  /** Interarrival jitter (RFC 3550, section 6.4.1). */
  jitterMs: number | null
}

export interface ProbeOptions {
  iceServers: RTCIceServer[]
  /** `relay` refuses every way that is not over TURN. */
  policy: RTCIceTransportPolicy
  /** How long the echo is listened to. */
  listenMs: number
  signal: AbortSignal
}

const CONNECT_MS = 10_000
const GATHER_MS = 3000

/** Rejects with what went wrong when there is no connection. */
export async function probe(options: ProbeOptions): Promise<Echo> {
  const peer = new RTCPeerConnection({ iceServers: options.iceServers, iceTransportPolicy: options.policy })
  const sound = silence()
  try {
    peer.addTransceiver(sound.track, { direction: 'sendrecv' })
    peer.createDataChannel('self-test')
    const began = performance.now()
    const connected = within(CONNECT_MS, until(peer, 'connectionstatechange', isSettled), options.signal)
    await negotiate(peer, options)
    await connected
    if (peer.connectionState !== 'connected') throw new Error(peer.connectionState)
    const connectMs = performance.now() - began
    await pause(options.listenMs, options.signal)
    return { connectMs, ...readStats(await peer.getStats()) }
  } finally {
    peer.close()
    sound.close()
  }
}

const isSettled = (peer: RTCPeerConnection) => ['connected', 'failed', 'closed'].includes(peer.connectionState)

async function negotiate(peer: RTCPeerConnection, { policy, iceServers, signal }: ProbeOptions): Promise<void> {
  await peer.setLocalDescription()
  // The server finds a direct browser by its checks; addresses at other servers have to be known first.
  const complete = () => peer.iceGatheringState === 'complete'
  if (iceServers.length > 0 || policy === 'relay')
    await within(GATHER_MS, until(peer, 'icegatheringstatechange', complete), signal).catch(() => undefined)
  const answer = await sendSdp(peer.localDescription?.sdp ?? '', signal)
  await peer.setRemoteDescription({ type: 'answer', sdp: answer })
}

/** A track of silence: packets flow as they would with a voice, and nobody is listened to. */
function silence(): { track: MediaStreamTrack; close: () => void } {
  const context = new AudioContext()
  const [track] = context.createMediaStreamDestination().stream.getAudioTracks()
  if (!track) throw new Error('no audio track')
  return { track, close: () => void context.close() }
}

type Stat = Record<string, unknown>

/** What the browser counted: the pair of addresses in use, and the packets of the echo. */
export function readStats(report: Iterable<[string, Stat]>): Omit<Echo, 'connectMs'> {
  const stats = new Map(report)
  const all = [...stats.values()]
  const transport = all.find(({ type }) => type === 'transport')
  const pair =
    stats.get(String(transport?.['selectedCandidatePairId'])) ??
    all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded')
  const local = stats.get(String(pair?.['localCandidateId']))
  const inbound = all.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
  const received = number(inbound?.['packetsReceived'])
  const lost = Math.max(0, number(inbound?.['packetsLost']) ?? 0)
  return {
    protocol: (local?.['relayProtocol'] ?? local?.['protocol']) === 'udp' ? 'udp' : 'tcp',
    relayed: local?.['candidateType'] === 'relay',
    roundTripMs: milliseconds(pair?.['currentRoundTripTime']),
    loss: received ? lost / (received + lost) : null,
    jitterMs: received ? milliseconds(inbound?.['jitter']) : null,
  }
}

const number = (value: unknown) => (typeof value === 'number' ? value : null)
const milliseconds = (seconds: unknown) => (typeof seconds === 'number' ? seconds * 1000 : null)

function until(peer: RTCPeerConnection, event: string, settled: (peer: RTCPeerConnection) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => settled(peer) && resolve()
    peer.addEventListener(event, look)
    look()
  })
}

/** Waits for `ms`; rejects when the signal comes first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** What `promise` brings, if it does so within `ms`. */
export function within<T>(ms: number, promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = pause(ms, signal).then(() => {
    throw new Error('timeout')
  })
  return Promise.race([promise, late])
}
