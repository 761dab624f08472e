import { describe, expect, test } from 'vitest'
import { Playout } from '../../src/audio/playout.ts'
import { Resampler } from '../../src/audio/resampler.ts'

const QUANTUM = 128
const playout = (contextHz = 24000) => new Playout(Resampler, 24000, contextHz)
const constant = (samples: number, value = 16384) => new Int16Array(samples).fill(value)

function render(player: Playout, frames: number): Float32Array {
  const output = new Float32Array(frames)
  for (let at = 0; at < frames; at += QUANTUM) player.render(output.subarray(at, Math.min(frames, at + QUANTUM)))
  return output
}

test('items play one after the other without a gap', () => {
  const player = playout()
  player.push('a', constant(300, 8192))
  player.push('b', constant(300, 16384))
  const output = render(player, 640)
  expect([...output.slice(0, 300)]).toEqual(Array(300).fill(0.25))
  expect([...output.slice(300, 600)]).toEqual(Array(300).fill(0.5))
  expect([...output.slice(600)]).toEqual(Array(40).fill(0))
})

describe.each([24000, 44100, 48000])('at %i Hz', (contextHz) => {
  test('the position is what has been put out, to the sample', () => {
    const player = playout(contextHz)
    player.push('a', constant(24000))
    for (let quanta = 1; quanta <= 40; quanta++) {
      render(player, QUANTUM)
      expect(player.positions()[0]?.played).toBeCloseTo((quanta * QUANTUM * 24000) / contextHz, 6)
    }
  })

  test('silence before the sound and between its parts does not count', () => {
    const player = playout(contextHz)
    render(player, contextHz)
    player.push('a', constant(240))
    render(player, contextHz)
    expect(player.positions()).toEqual([{ item: 'a', played: 240, received: 240, ended: false }])
    player.push('a', constant(24000))
    player.end('a')
    render(player, contextHz / 2)
    const [position] = player.positions()
    expect(position?.received).toBe(24240)
    expect(position?.played).toBeGreaterThan(12000)
    expect(position?.played).toBeLessThanOrEqual(12240)
  })

  test('an item that is over is told once', () => {
    const player = playout(contextHz)
    player.push('a', constant(240))
    player.end('a')
    render(player, contextHz / 10)
    expect(player.positions()).toEqual([{ item: 'a', played: 240, received: 240, ended: true }])
    expect(player.positions()).toEqual([])
  })
})

test('flush stops after a fade of one quantum and says where each item was', () => {
  const player = playout()
  player.push('a', constant(24000))
  player.push('b', constant(24000))
  render(player, 10 * QUANTUM)
  expect(player.flush()).toEqual([
    { item: 'a', played: 11 * QUANTUM, received: 24000, ended: false },
    { item: 'b', played: 0, received: 24000, ended: false },
  ])
  const after = render(player, 4 * QUANTUM)
  expect(after[0]).toBeGreaterThan(0.45)
  expect(after[QUANTUM - 1]).toBe(0)
  expect([...after.slice(QUANTUM)].every((sample) => sample === 0)).toBe(true)
  expect(player.positions()).toEqual([])
})

test('the fade has no jump that clicks', () => {
  const player = playout(48000)
  player.push('a', constant(24000))
  const before = render(player, 20 * QUANTUM)
  player.flush()
  const all = [...before.slice(-10), ...render(player, 3 * QUANTUM)]
  const jumps = all.slice(1).map((sample, i) => Math.abs(sample - (all[i] ?? 0)))
  expect(Math.max(...jumps)).toBeLessThan(0.02)
})

test('after a flush new items play from their start', () => {
  const player = playout(48000)
  player.push('a', constant(24000))
  render(player, 1000)
  player.flush()
  player.push('b', constant(24000))
  render(player, QUANTUM)
  render(player, 4800)
  expect(player.positions()).toEqual([{ item: 'b', played: 2400, received: 24000, ended: false }])
})

test('flush of nothing says nothing', () => {
  expect(playout().flush()).toEqual([])
})

test('after running dry it waits until there is enough to go on, and counts that once', () => {
  const player = playout()
  player.push('a', constant(240))
  render(player, 2400)
  player.push('a', constant(960))
  expect(render(player, 960).every((sample) => sample === 0)).toBe(true)
  player.push('a', constant(960))
  expect(render(player, 960).some((sample) => sample !== 0)).toBe(true)
  expect(player.underruns).toBe(1)
})

test('the short rest of an item is not waited for', () => {
  const player = playout()
  player.push('a', constant(240))
  render(player, 2400)
  player.push('a', constant(100))
  player.end('a')
  render(player, 2400)
  expect(player.positions()).toEqual([{ item: 'a', played: 340, received: 340, ended: true }])
})
