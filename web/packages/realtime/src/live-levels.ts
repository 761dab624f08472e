/** The levels of both sides of a call on one clock, for the two lanes. */
import { BIN_MS, LevelTrack } from './audio/levels.ts'
import { rms, samplesToMs } from './audio/pcm.ts'

export class LiveLevels {
  readonly learner = new LevelTrack()
  readonly partner = new LevelTrack()
  readonly #now: () => number
  #startedAt: number | null = null
  #stoppedAt: number | null = null

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Milliseconds since the start; 0 before it, and the clock stands still after the end. */
  get nowMs(): number {
    if (this.#startedAt === null) return 0
    return (this.#stoppedAt ?? this.#now()) - this.#startedAt
  }

  start(): void {
    this.learner.clear()
    this.partner.clear()
    this.#startedAt = this.#now()
    this.#stoppedAt = null
  }

  stop(): void {
    this.#stoppedAt ??= this.#now()
  }

  /** A chunk of the microphone that has just ended. */
  heardLearner(pcm: Int16Array): void {
    if (this.#startedAt !== null) this.learner.add(rms(pcm), this.nowMs, samplesToMs(pcm.length))
  }

  /** The output's level over the `BIN_MS` that have just ended. */
  heardPartner(level: number): void {
    if (this.#startedAt !== null) this.partner.add(level, this.nowMs, BIN_MS)
  }
}
