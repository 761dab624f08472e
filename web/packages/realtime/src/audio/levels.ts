/** The levels of the last minute, in bins of 50 ms: what the two lanes draw. */

export const BIN_MS = 50
export const WINDOW_MS = 60_000

/**
 * One speaker's levels (RMS, 0 to 1) on a clock of the caller's.
 *
 * Sound is added with the time at which it ended; a bin's level is the RMS of all that fell into it, silence included.
 */
export class LevelTrack {
  readonly #energy: Float64Array
  readonly #bins: number
  #newest = -1

  constructor(windowMs = WINDOW_MS) {
    this.#bins = Math.ceil(windowMs / BIN_MS) + 1
    this.#energy = new Float64Array(this.#bins)
  }

  /** Adds sound of `durationMs` and level `rms` that ended at `endMs`. Sound older than the window is left out. */
  add(rms: number, endMs: number, durationMs: number): void {
    const startMs = endMs - durationMs
    for (let at = Math.max(0, startMs); at < endMs; ) {
      const bin = Math.floor(at / BIN_MS)
      const until = Math.min(endMs, (bin + 1) * BIN_MS)
      this.#forward(bin)
      if (bin > this.#newest - this.#bins) this.#addTo(bin, rms * rms * (until - at))
      at = until
    }
  }

  /** Level of the bin that began at `bin * BIN_MS`; 0 when nothing is known of it. */
  at(bin: number): number {
    if (bin < 0 || bin > this.#newest || bin <= this.#newest - this.#bins) return 0
    return Math.sqrt((this.#energy[bin % this.#bins] ?? 0) / BIN_MS)
  }

  clear(): void {
    this.#energy.fill(0)
    this.#newest = -1
  }

  #addTo(bin: number, energy: number): void {
    const slot = bin % this.#bins
    this.#energy[slot] = (this.#energy[slot] ?? 0) + energy
  }

  #forward(bin: number): void {
    const from = Math.max(this.#newest + 1, bin - this.#bins + 1)
    for (let fresh = from; fresh <= bin; fresh++) this.#energy[fresh % this.#bins] = 0
    this.#newest = Math.max(this.#newest, bin)
  }
}

/**
 * Height of a level in a lane, 0 to 1: decibels, because ears hear so. -54 dBFS, a quiet room, is nothing; -12 dBFS,
 * a loud voice, is full.
 */
export function levelToHeight(rms: number): number {
  if (rms <= 0) return 0
  return Math.min(1, Math.max(0, (20 * Math.log10(rms) + 54) / 42))
}
