import { expect, test } from 'vitest'
import type { Skill } from '@/api/types'
import { HEIGHT, levelPlot, levelY, MOST, trendPlot, WIDTH } from './plot'

const judge = {} as Skill['versions'][number]['judge']
const version = (...levels: (number | null)[]) => ({
  judge,
  points: levels.map((level, i) => ({ session_id: `${levels.length}-${i}`, at: i, level })),
})

test('talks stand from left to right and levels from bottom to top', () => {
  const { runs } = levelPlot({ versions: [version(0, 3)], now: null })
  const [[first, second] = []] = runs
  expect(first?.x).toBeLessThan(second?.x ?? 0)
  expect(first?.y).toBe(levelY(0))
  expect(second?.y).toBe(levelY(3))
  expect(levelY(3)).toBeLessThan(levelY(0))
})

test('what was not judged is a gap, not a zero', () => {
  const { runs } = levelPlot({ versions: [version(1, null, 2)], now: null })
  expect(runs[0]?.map(({ y }) => y)).toEqual([levelY(1), null, levelY(2)])
})

test('a change of judge breaks the line between its two talks', () => {
  const { runs, breaks } = levelPlot({ versions: [version(1, 2), version(2, 3, 3)], now: null })
  expect(runs.map((run) => run.length)).toEqual([2, 3])
  expect(breaks).toHaveLength(1)
  expect(breaks[0]).toBeGreaterThan(runs[0]?.at(-1)?.x ?? WIDTH)
  expect(breaks[0]).toBeLessThan(runs[1]?.[0]?.x ?? 0)
})

test('the spread is that of the latest judged talks', () => {
  const { runs, spread } = levelPlot({
    versions: [version(0, 0, 1, null, 3)],
    now: { median: 2, low: 1, high: 3, talks: 2 },
  })
  expect(spread).toEqual({
    from: runs[0]?.[2]?.x,
    to: runs[0]?.[4]?.x,
    low: levelY(1),
    high: levelY(3),
    median: levelY(2),
  })
})

test('of very many talks the latest are drawn', () => {
  const { runs } = levelPlot({ versions: [version(...Array<number>(200).fill(1))], now: null })
  expect(runs[0]).toHaveLength(MOST)
  expect(runs[0]?.at(-1)?.at).toBe(199)
})

test('a figure and its band have room on one scale', () => {
  const points = [0.2, 0.8].map((value, i) => ({ session_id: `${i}`, at: i, value }))
  const { dots, band } = trendPlot({ points, band: [0.4, null] })
  expect(dots.map(({ y }) => y !== null && y >= 0 && y <= HEIGHT)).toEqual([true, true])
  expect(band?.top).toBe(0)
  expect(band?.bottom).toBeGreaterThan(dots[1]?.y ?? HEIGHT)
  expect(band?.bottom).toBeLessThan(dots[0]?.y ?? 0)
})

test('one value alone and equal values can be drawn', () => {
  const { dots } = trendPlot({ points: [{ session_id: 'a', at: 0, value: 0 }], band: null })
  expect(dots[0]?.y).toBeCloseTo(HEIGHT / 2)
})
