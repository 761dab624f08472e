/** A streaming sample-rate converter. The function is self-contained: `worklet.ts` ships its source to a worklet. */

export interface Resampler {
  /** Converts the next stretch of the stream. Output frame n lies exactly at input frame n * fromHz / toHz. */
  process(input: Float32Array): Float32Array
}

/**
 * Windowed-sinc, polyphase. The low-pass is 24 zero crossings long on either side under a Kaiser window (beta 8, stop
 * band about -80 dB): flat to 0.40, silent from 0.5 of the lower rate. It looks 1 ms ahead (24 frames of the lower rate).
 *
 * Kaiser's design formulas: Oppenheim and Schafer, Discrete-Time Signal Processing, section 7.5.3.
 */
export function createResampler(fromHz: number, toHz: number): Resampler {
  if (fromHz === toHz) return { process: (input) => input.slice() }

  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
  const common = divisor(fromHz, toHz)
  const up = toHz / common
  const down = fromHz / common
  const reach = Math.ceil(24 * Math.max(1, fromHz / toHz))
  const taps = 2 * reach
  const cutoff = 0.45 * Math.min(1, toHz / fromHz)
  const beta = 8

  const besselI0 = (x: number): number => {
    let term = 1
    let sum = 1
    for (let k = 1; term > 1e-12 * sum; k++) {
      term *= (x / (2 * k)) ** 2
      sum += term
    }
    return sum
  }

  /** `distance` in input frames from the centre of the filter. */
  const coefficient = (distance: number): number => {
    const edge = distance / reach
    if (Math.abs(edge) >= 1) return 0
    const x = 2 * Math.PI * cutoff * distance
    const sinc = x === 0 ? 1 : Math.sin(x) / x
    return (sinc * besselI0(beta * Math.sqrt(1 - edge * edge))) / besselI0(beta)
  }

  const filters = new Float32Array(up * taps)
  for (let phase = 0; phase < up; phase++) {
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const value = coefficient(phase / up + reach - 1 - tap)
      filters[phase * taps + tap] = value
      sum += value
    }
    for (let tap = 0; tap < taps; tap++) filters[phase * taps + tap] = (filters[phase * taps + tap] ?? 0) / sum
  }

  /** Input not yet done with; its first frame belongs under the first tap of the next output frame. */
  let pending = new Float32Array(reach - 1)
  let phase = 0

  const process = (input: Float32Array): Float32Array => {
    const joined = new Float32Array(pending.length + input.length)
    joined.set(pending)
    joined.set(input, pending.length)
    const output = new Float32Array(Math.max(0, Math.ceil(((joined.length - taps + 1) * up) / down) + 1))
    let count = 0
    let start = 0
    while (start + taps <= joined.length) {
      let sum = 0
      for (let tap = 0; tap < taps; tap++) sum += (joined[start + tap] ?? 0) * (filters[phase * taps + tap] ?? 0)
      output[count++] = sum
      phase += down
      start += Math.floor(phase / up)
      phase %= up
    }
    pending = joined.slice(start)
    return output.subarray(0, count)
  }
  return { process }
}
