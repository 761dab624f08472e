import { expect, test } from 'vitest'
import type { Skill } from '@/api/types'
import { WIDTH } from '@/lib/plot'
import { HEIGHT, levelPlot, levelY, MOST, trendPlot, UNJUDGED_Y } from './plot'

const judge = {} as Skill['versions'][number]['judge']
const MONDAY = new Date(2026, 10, 16, 9).getTime()
const DAY_MS = 86_400_000
/** Talks a week apart. */
const version = (...levels: (number | null)[]) => ({
  judge,
  points: levels.map((level, i) => ({
    session_id: `${levels.length}-${i}`,
    at: MONDAY + i * 7 * DAY_MS,
    level,
  })),
})
const levels = (dots: readonly { value: number | null }[]) => dots.map(({ value }) => value)

test('talks stand from left to right and levels from bottom to top', () => {
  const { dots } = levelPlot({ versions: [version(0, 3)] })
  const [first, second] = dots
  expect(first?.x).toBeLessThan(second?.x ?? 0)
  expect(first?.y).toBe(levelY(0))
  expect(second?.y).toBe(levelY(3))
  expect(levelY(3)).toBeLessThan(levelY(0))
})

test('what was not judged is a gap in the line, not a zero', () => {
  const { dots, lines } = levelPlot({ versions: [version(1, 1, null, 2)] })
  expect(dots.map(({ y }) => y)).toEqual([levelY(1), levelY(1), null, levelY(2)])
  expect(lines.map(levels)).toEqual([[1, 1], [null], [2]])
  expect(UNJUDGED_Y).toBeGreaterThan(levelY(0))
})

test('a change of judge breaks the line between its two talks', () => {
  const { dots, lines, breaks } = levelPlot({ versions: [version(1, 2), version(2, 3, 3)] })
  expect(lines.map(levels)).toEqual([
    [1, 2],
    [2, 3, 3],
  ])
  expect(breaks.map((one) => one.version)).toEqual([1])
  expect(breaks[0]?.x).toBeGreaterThan(dots[1]?.x ?? WIDTH)
  expect(breaks[0]?.x).toBeLessThan(dots[2]?.x ?? 0)
})

test('several talks of a week have a band from the lowest to the highest, with the middle', () => {
  const days = [0, 2, 6, 7].map((day, i) => ({
    session_id: `${i}`,
    at: MONDAY + day * DAY_MS,
    level: [3, 0, 1, 2][i] ?? 0,
  }))
  const { dots, bands } = levelPlot({ versions: [{ judge, points: days }] })
  expect(bands).toEqual([{ from: dots[0]?.x, to: dots[2]?.x, low: levelY(0), high: levelY(3), median: levelY(1) }])
})

test('a band goes over no change of judge and counts nothing that was not judged', () => {
  const at = (...all: (number | null)[]) => ({
    judge,
    points: all.map((level, i) => ({ session_id: `${i}`, at: MONDAY + i, level })),
  })
  expect(levelPlot({ versions: [at(1, null), at(3, 2)] }).bands.map(({ median }) => median)).toEqual([levelY(2.5)])
})

test('of very many talks the latest are drawn', () => {
  const { dots } = levelPlot({ versions: [version(...Array<number>(200).fill(1))] })
  expect(dots).toHaveLength(MOST)
  expect(dots.at(-1)?.sessionId).toBe('200-199')
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
