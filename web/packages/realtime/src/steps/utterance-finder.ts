/**
 * Finds where the learner speaks, in the page: on the step-by-step path nobody else listens before a turn is over.
 *
 * A frame is voiced when it is clearly louder than the quietest of the last seconds. Enough voiced frames in a row begin
 * an utterance, which has a little of what came before; silence as long as the learner's patience ends it.
 */
import { rms, WIRE_RATE_HZ } from '../audio/pcm.ts'

const FRAME_MS = 20
const FRAME = (WIRE_RATE_HZ * FRAME_MS) / 1000
/** Louder than this times the room's noise is voice, and while the partner is heard, of which echo is left, this. */
const ABOVE_NOISE = 3
const ABOVE_ECHO = 6
/** Full scale is 1; a quieter frame (−46 dB) is never voice. */
const QUIETEST = 0.005
/** Of the last `WINDOW` frames so many are voiced when somebody begins to speak. */
const WINDOW = 10
const BEGINS = 7
/** What is kept of the time before. */
const BEFORE_MS = 400
/** The noise is the quietest frame of so long. */
const NOISE_MS = 4000

/** An utterance begins; or it is over, and this is what nobody has taken of it. */
export type Found = 'began' | Int16Array<ArrayBuffer>

export class UtteranceFinder {
  patienceMs: number
  /** The partner is being heard. */
  wary = false
  #speaking = false
  #quietMs = 0
  #rest = new Int16Array(0)
  readonly #lately: boolean[] = []
  readonly #levels: number[] = []
  #sound: Int16Array[] = []
  #soundMs = 0

  constructor(patienceMs: number) {
    this.patienceMs = patienceMs
  }

  /** Takes sound at 24 kHz; tells what it found in it, in order. */
  feed(pcm: Int16Array): Found[] {
    const whole = joined([this.#rest, pcm])
    const found: Found[] = []
    let at = 0
    for (; at + FRAME <= whole.length; at += FRAME) {
      const what = this.#frame(whole.slice(at, at + FRAME))
      if (what) found.push(what)
    }
    this.#rest = whole.slice(at)
    return found
  }

  /** Milliseconds of the utterance that nobody has taken. */
  get waitingMs(): number {
    return this.#speaking ? this.#soundMs : 0
  }

  /** What has come of the utterance since this was last asked. */
  take(): Int16Array<ArrayBuffer> {
    const taken = joined(this.#sound)
    this.#sound = []
    this.#soundMs = 0
    return taken
  }

  /** Forgets an utterance that has begun. */
  reset(): void {
    this.#speaking = false
    this.#lately.length = 0
    this.take()
  }

  #frame(frame: Int16Array): Found | null {
    const voiced = this.#isVoiced(rms(frame))
    this.#sound.push(frame)
    this.#soundMs += FRAME_MS
    if (this.#speaking) return this.#goOn(voiced)
    while (this.#soundMs > BEFORE_MS) {
      this.#sound.shift()
      this.#soundMs -= FRAME_MS
    }
    this.#lately.push(voiced)
    if (this.#lately.length > WINDOW) this.#lately.shift()
    if (this.#lately.filter(Boolean).length < BEGINS) return null
    this.#speaking = true
    this.#quietMs = 0
    return 'began'
  }

  #goOn(voiced: boolean): Found | null {
    this.#quietMs = voiced ? 0 : this.#quietMs + FRAME_MS
    if (this.#quietMs < this.patienceMs) return null
    this.#speaking = false
    this.#lately.length = 0
    return this.take()
  }

  #isVoiced(level: number): boolean {
    this.#levels.push(level)
    if (this.#levels.length > NOISE_MS / FRAME_MS) this.#levels.shift()
    const noise = Math.min(...this.#levels)
    return level > Math.max(QUIETEST, noise * (this.wary && !this.#speaking ? ABOVE_ECHO : ABOVE_NOISE))
  }
}

export function joined(parts: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const all = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
