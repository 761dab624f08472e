/** The levels of both sides of a call on one clock, for the two lanes. */
import { BIN_MS, LevelTrack, WINDOW_MS } from './audio/levels.ts'
import { rms, samplesToMs } from './audio/pcm.ts'

/** The last minute, for a page that is loaded anew. `keptAt` in Unix milliseconds; a level for each bin, newest last. */
export interface KeptLevels {
  nowMs: number
  keptAt: number
  learner: number[]
  partner: number[]
}

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

  /** Begins; with what was kept of the same call it goes on from there, and the time in between was silent. */
  start(kept: KeptLevels | null = null, wallMs = Date.now()): void {
    this.learner.clear()
    this.partner.clear()
    this.#stoppedAt = null
    const sinceMs = kept ? kept.nowMs + Math.max(0, wallMs - kept.keptAt) : 0
    this.#startedAt = this.#now() - sinceMs
    if (!kept) return
    restore(this.learner, kept.learner, kept.nowMs)
    restore(this.partner, kept.partner, kept.nowMs)
  }

  /** Null before the start. */
  keep(wallMs = Date.now()): KeptLevels | null {
    if (this.#startedAt === null) return null
    const { nowMs } = this
    return { nowMs, keptAt: wallMs, learner: latest(this.learner, nowMs), partner: latest(this.partner, nowMs) }
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

const BINS = WINDOW_MS / BIN_MS

function latest(track: LevelTrack, nowMs: number): number[] {
  const newest = Math.floor(nowMs / BIN_MS)
  return Array.from({ length: BINS }, (_, index) => Math.round(track.at(newest - BINS + 1 + index) * 1e4) / 1e4)
}

function restore(track: LevelTrack, levels: number[], nowMs: number): void {
  const newest = Math.floor(nowMs / BIN_MS)
  for (const [index, level] of levels.entries()) {
    const bin = newest - levels.length + 1 + index
    if (bin >= 0 && level > 0) track.add(level, (bin + 1) * BIN_MS, BIN_MS)
  }
}

const KEY = 'feedbackyes-lanes'

/** Keeps the lanes of a session while its page is loaded anew; null forgets them. */
export function keepLevels(sessionId: string, levels: KeptLevels | null): void {
  try {
    if (levels) sessionStorage.setItem(KEY, JSON.stringify({ sessionId, levels }))
    else sessionStorage.removeItem(KEY)
  } catch {
    // A browser that keeps nothing begins with empty lanes.
  }
}

/** What was kept of this session. */
export function keptLevels(sessionId: string): KeptLevels | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { sessionId: string; levels: KeptLevels } | null
    return kept?.sessionId === sessionId ? kept.levels : null
  } catch {
    return null
  }
}
