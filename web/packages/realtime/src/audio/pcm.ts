/** Samples: 16-bit PCM as on the wire, float as in Web Audio. Full scale is ±1.0. */

/** The rate on the wire, in both directions. */
export const WIRE_RATE_HZ = 24_000

export const samplesToMs = (samples: number): number => (samples * 1000) / WIRE_RATE_HZ

/** 16-bit samples of `samples`; what is out of range is clipped, what is no number is silence. */
export function floatToPcm16(samples: Float32Array): Int16Array {
  const pcm = new Int16Array(samples.length)
  for (let i = 0; i < samples.length; i++) {
    pcm[i] = Math.max(-32768, Math.min(32767, Math.round((samples[i] || 0) * 32768)))
  }
  return pcm
}

export function pcm16ToFloat(pcm: Int16Array): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(pcm.length)
  for (let i = 0; i < pcm.length; i++) samples[i] = (pcm[i] ?? 0) / 32768
  return samples
}

/** Root-mean-square level, 0 to 1. */
export function rms(pcm: Int16Array): number {
  let sum = 0
  for (const sample of pcm) sum += sample * sample
  return pcm.length === 0 ? 0 : Math.sqrt(sum / pcm.length) / 32768
}
