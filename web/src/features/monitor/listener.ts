/** Both voices of somebody else's talk, as the server pours them out: played, and measured for the lanes. */
import { BIN_MS, type LiveLevels, pcm16ToFloat, rms, samplesToMs } from '@feedbackyes/realtime'

/** Played so much later than it comes: blocks come a few times a second, and not to the moment. */
const LEAD_SECONDS = 0.4
const RATE_HZ = 24_000
const BIN_SAMPLES = (RATE_HZ * BIN_MS) / 1000

export type ListenEnd = 'revoked' | 'ended' | 'broken'

export class Listener {
  readonly #socket: WebSocket
  readonly #context: AudioContext
  readonly #levels: LiveLevels
  #nextAt = 0
  #ended: ListenEnd = 'broken'

  /** Begin from a click: browsers want one before they allow sound. */
  constructor(url: string, levels: LiveLevels, onEnd: (why: ListenEnd) => void) {
    this.#levels = levels
    this.#context = new AudioContext({ sampleRate: RATE_HZ })
    this.#socket = new WebSocket(url)
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.onmessage = ({ data }) => this.#take(data)
    this.#socket.onclose = () => {
      void this.#context.close()
      onEnd(this.#ended)
    }
  }

  close(): void {
    this.#socket.onclose = null
    this.#socket.close()
    void this.#context.close()
  }

  #take(data: ArrayBuffer | string): void {
    if (typeof data !== 'string') {
      this.#play(new Int16Array(data))
      return
    }
    const told = JSON.parse(data) as { type?: string; reason?: string }
    if (told.type === 'monitor.end') this.#ended = told.reason === 'revoked' ? 'revoked' : 'ended'
  }

  #play(block: Int16Array): void {
    const { learner, partner } = apart(block)
    const { nowMs } = this.#levels
    measure(this.#levels.learner, learner, nowMs)
    measure(this.#levels.partner, partner, nowMs)
    if (learner.length === 0 || this.#context.state === 'closed') return
    const buffer = this.#context.createBuffer(1, learner.length, RATE_HZ)
    const mixed = pcm16ToFloat(learner)
    const other = pcm16ToFloat(partner)
    buffer.copyToChannel(
      mixed.map((sample, index) => Math.max(-1, Math.min(1, sample + (other[index] ?? 0)))),
      0,
    )
    const source = this.#context.createBufferSource()
    source.buffer = buffer
    source.connect(this.#context.destination)
    const { currentTime } = this.#context
    if (this.#nextAt < currentTime) this.#nextAt = currentTime + LEAD_SECONDS
    source.start(this.#nextAt)
    this.#nextAt += buffer.duration
  }
}

/** Interleaved samples of two sides as two. */
export function apart(block: Int16Array): { learner: Int16Array; partner: Int16Array } {
  const frames = Math.floor(block.length / 2)
  const learner = new Int16Array(frames)
  const partner = new Int16Array(frames)
  for (let frame = 0; frame < frames; frame++) {
    learner[frame] = block[2 * frame] ?? 0
    partner[frame] = block[2 * frame + 1] ?? 0
  }
  return { learner, partner }
}

function measure(track: LiveLevels['learner'], pcm: Int16Array, nowMs: number): void {
  const beganMs = nowMs - samplesToMs(pcm.length)
  for (let from = 0; from < pcm.length; from += BIN_SAMPLES) {
    const bin = pcm.subarray(from, from + BIN_SAMPLES)
    track.add(rms(bin), beganMs + samplesToMs(from + bin.length), samplesToMs(bin.length))
  }
}
