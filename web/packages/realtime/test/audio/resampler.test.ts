import { describe, expect, test } from 'vitest'
import { Resampler } from '../../src/audio/resampler.ts'

const tone = (hz: number, rateHz: number, frames: number) =>
  Float32Array.from({ length: frames }, (_, n) => Math.sin((2 * Math.PI * hz * n) / rateHz))

function run(fromHz: number, toHz: number, input: Float32Array, block = 128): Float32Array {
  const resampler = new Resampler(fromHz, toHz)
  const output: number[] = []
  for (let at = 0; at < input.length; at += block) output.push(...resampler.process(input.subarray(at, at + block)))
  return Float32Array.from(output)
}

/** Level of what is left of `output` without its steady tone, in decibels of that tone. */
function errorDb(output: Float32Array, expected: Float32Array): number {
  let error = 0
  let signal = 0
  for (let n = 200; n < output.length - 200; n++) {
    error += ((output[n] ?? 0) - (expected[n] ?? 0)) ** 2
    signal += (expected[n] ?? 0) ** 2
  }
  return 10 * Math.log10(error / signal)
}

describe.each([
  [48000, 24000],
  [44100, 24000],
  [96000, 24000],
  [16000, 24000],
  [8000, 24000],
  [24000, 48000],
  [24000, 44100],
])('from %i to %i Hz', (fromHz, toHz) => {
  test('a tone keeps its place and its level', () => {
    const output = run(fromHz, toHz, tone(1000, fromHz, fromHz / 4))
    expect(errorDb(output, tone(1000, toHz, output.length))).toBeLessThan(-60)
  })

  test('as much comes out as goes in, less the look-ahead', () => {
    const output = run(fromHz, toHz, new Float32Array(fromHz))
    expect(output.length).toBeLessThanOrEqual(toHz)
    expect(output.length).toBeGreaterThan(toHz * 0.99)
  })
})

test('what the lower rate cannot carry is taken away, not folded back', () => {
  const output = run(48000, 24000, tone(15_000, 48000, 24000))
  const level = Math.sqrt(output.slice(200, -200).reduce((sum, x) => sum + x * x, 0) / (output.length - 400))
  expect(20 * Math.log10(level)).toBeLessThan(-70)
})

test('the size of the blocks makes no difference', () => {
  const input = tone(700, 44100, 5000)
  expect(run(44100, 24000, input, 7)).toEqual(run(44100, 24000, input, 5000))
})

test('equal rates pass through', () => {
  const input = tone(700, 24000, 100)
  expect(run(24000, 24000, input)).toEqual(input)
})
