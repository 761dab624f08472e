/** A streaming sample-rate converter. The class is self-contained: `worklet.ts` ships its source to a worklet. */

export type ResamplerClass = new (fromHz: number, toHz: number) => Resampler

/**
 * Windowed-sinc, polyphase. Output frame n lies exactly at input frame n * fromHz / toHz.
 *
 * The low-pass is 24 zero crossings long on either side under a Kaiser window (beta 8, stop band about -80 dB): flat to
 * 0.40, silent from 0.5 of the lower rate. It looks 1 ms ahead (24 frames of the lower rate).
 *
 * Kaiser's design formulas: Oppenheim and Schafer, Discrete-Time Signal Processing, section 7.5.3.
 */
export class Resampler {
  readonly #up: number
  readonly #down: number
  /** Input frames that the filter reaches to either side of its centre. */
  readonly #reach: number
  /** One filter for each place that an output frame can have between two input frames. */
  readonly #filters: Float32Array[]
  /** Input not yet done with; its first frame belongs under the first tap of the next output frame. */
  #pending: Float32Array
  #phase = 0

  constructor(fromHz: number, toHz: number) {
    const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
    const common = divisor(fromHz, toHz)
    this.#up = toHz / common
    this.#down = fromHz / common
    this.#reach = Math.ceil(24 * Math.max(1, fromHz / toHz))
    const cutoff = 0.45 * Math.min(1, toHz / fromHz)
    this.#filters = Array.from({ length: this.#up }, (_, phase) => this.#design(phase / this.#up, cutoff))
    this.#pending = new Float32Array(this.#reach - 1)
  }

  /** Converts the next stretch of the stream. */
  process(input: Float32Array): Float32Array {
    if (this.#up === this.#down) return input.slice()
    const taps = 2 * this.#reach
    const joined = new Float32Array(this.#pending.length + input.length)
    joined.set(this.#pending)
    joined.set(input, this.#pending.length)
    const output = new Float32Array(Math.max(0, Math.ceil(((joined.length - taps + 1) * this.#up) / this.#down) + 1))
    let count = 0
    let start = 0
    while (start + taps <= joined.length) {
      output[count++] = this.#frame(joined, start)
      this.#phase += this.#down
      start += Math.floor(this.#phase / this.#up)
      this.#phase %= this.#up
    }
    this.#pending = joined.slice(start)
    return output.subarray(0, count)
  }

  #frame(input: Float32Array, start: number): number {
    const filter = this.#filters[this.#phase] ?? []
    let sum = 0
    for (let tap = 0; tap < filter.length; tap++) sum += (input[start + tap] ?? 0) * (filter[tap] ?? 0)
    return sum
  }

  /** The filter of an output frame that lies `fraction` behind an input frame; it leaves a steady level as it is. */
  #design(fraction: number, cutoff: number): Float32Array {
    const taps = Array.from({ length: 2 * this.#reach }, (_, tap) =>
      this.#coefficient(fraction + this.#reach - 1 - tap, cutoff),
    )
    const sum = taps.reduce((total, value) => total + value, 0)
    return Float32Array.from(taps, (value) => value / sum)
  }

  /** `distance` in input frames from the centre. */
  #coefficient(distance: number, cutoff: number): number {
    const edge = distance / this.#reach
    if (Math.abs(edge) >= 1) return 0
    const x = 2 * Math.PI * cutoff * distance
    const sinc = x === 0 ? 1 : Math.sin(x) / x
    return sinc * this.#besselI0(8 * Math.sqrt(1 - edge * edge))
  }

  #besselI0(x: number): number {
    let term = 1
    let sum = 1
    for (let k = 1; term > 1e-12 * sum; k++) {
      term *= (x / (2 * k)) ** 2
      sum += term
    }
    return sum
  }
}
