/**
 * A WebRTC call that looks like a WebSocket: events go over its data channel, voice over its tracks.
 *
 * The offer goes to the server at once; the server finds this browser by its connectivity checks, so nothing is waited
 * for but, where STUN or TURN servers are configured, their addresses. A call that is not up within `CONNECT_MS`, or
 * that breaks, closes with 1006 like a socket that broke.
 */
import { type Socket, TAKEN_OVER } from './connection.ts'
import { later } from './later.ts'
import { numberAt, parseObject, textAt } from './protocol/json.ts'

export interface PeerOptions {
  /** Posts the SDP offer; resolves to the answer. */
  exchange: (offer: string, signal: AbortSignal) => Promise<string>
  iceServers?: RTCIceServer[] | undefined
  /** The microphone's; null is a call without one. */
  track: MediaStreamTrack | null
  /** The partner's voice. */
  onStream: (stream: MediaStream) => void
  /** Replaceable, for tests. */
  create?: ((configuration: RTCConfiguration) => RTCPeerConnection) | undefined
}

export const CHANNEL = 'oai-events'
const CONNECT_MS = 8000
/** Addresses of STUN and TURN servers take a moment; most networks need none of them. */
const GATHER_MS = 1000
/** A network that changes is `disconnected` for a moment. After this it is gone. */
const DISCONNECTED_MS = 3000
const BROKEN = 1006
const ENDED = 1000
/** What the server says of a call that another window has taken. */
const LEFT = 'session_left'

/** An error of the server, or of the browser's own. */
interface Refusal {
  code?: unknown
  message: string
}

export const hasWebRtc = (): boolean => typeof RTCPeerConnection !== 'undefined'

export class PeerSocket implements Socket {
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: never) => void) | null = null
  readonly #peer: RTCPeerConnection
  readonly #channel: RTCDataChannel
  readonly #sender: RTCRtpSender
  readonly #abort = new AbortController()
  readonly #options: PeerOptions
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(options: PeerOptions) {
    this.#options = options
    const create = options.create ?? ((configuration) => new RTCPeerConnection(configuration))
    this.#peer = create({ iceServers: options.iceServers ?? [], bundlePolicy: 'max-bundle' })
    this.#sender = this.#peer.addTransceiver(options.track ?? 'audio', { direction: 'sendrecv' }).sender
    this.#channel = this.#peer.createDataChannel(CHANNEL)
    this.#peer.ontrack = ({ streams, track }) => options.onStream(streams[0] ?? new MediaStream([track]))
    this.#peer.onconnectionstatechange = () => this.#changed(this.#peer.connectionState)
    this.#channel.onopen = () => this.#opened()
    this.#channel.onmessage = ({ data }) => this.#heard(data)
    this.#channel.onclose = () => this.#finish(BROKEN, '')
    this.#timer = setTimeout(() => this.#finish(BROKEN, 'timeout'), CONNECT_MS)
    void this.#negotiate().catch((error: Refusal) => this.#refused(error))
  }

  get readyState(): number {
    if (this.#closed) return 3
    return this.#channel.readyState === 'open' ? 1 : 0
  }

  get bufferedAmount(): number {
    return this.#channel.bufferedAmount
  }

  /** Sends another microphone's sound from now on, without a word to the server. */
  async use(track: MediaStreamTrack | null): Promise<void> {
    if (!this.#closed) await this.#sender.replaceTrack(track)
  }

  send(data: string): void {
    this.#channel.send(data)
  }

  close(code = ENDED, reason = ''): void {
    this.#finish(code, reason)
  }

  async #negotiate(): Promise<void> {
    const peer = this.#peer
    await peer.setLocalDescription(await peer.createOffer())
    if (this.#options.iceServers?.length) await Promise.race([gathered(peer), later(GATHER_MS)])
    const offer = peer.localDescription?.sdp
    if (this.#closed || !offer) return
    const answer = await this.#options.exchange(offer, this.#abort.signal)
    if (!this.#closed) await peer.setRemoteDescription({ type: 'answer', sdp: answer })
  }

  /** A call that another window has taken is not to be taken back. */
  #refused({ code, message }: Refusal): void {
    this.#finish(code === 'taken_over' ? TAKEN_OVER : BROKEN, message)
  }

  #opened(): void {
    clearTimeout(this.#timer)
    this.onopen?.(undefined as never)
  }

  #heard(data: unknown): void {
    if (this.#closed) return
    this.onmessage?.({ data })
    if (typeof data !== 'string' || !data.includes(LEFT)) return
    const said = parseObject(data)
    if (said && textAt(said, 'type') === LEFT) this.#finish(numberAt(said, 'code'), textAt(said, 'message'))
  }

  #changed(state: RTCPeerConnectionState): void {
    if (state === 'failed' || state === 'closed') this.#finish(BROKEN, state)
    if (state === 'disconnected') {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#finish(BROKEN, state), DISCONNECTED_MS)
    }
    if (state === 'connected' && this.#channel.readyState === 'open') clearTimeout(this.#timer)
  }

  #finish(code: number, reason: string): void {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#timer)
    this.#abort.abort()
    this.#channel.close()
    this.#peer.close()
    // Like a socket's: never from within the call that closed it.
    queueMicrotask(() => this.onclose?.({ code, reason }))
  }
}

/** Resolves when all addresses are known. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const check = () => peer.iceGatheringState === 'complete' && resolve()
    peer.addEventListener('icegatheringstatechange', check)
    check()
  })
}
