import { expect, test } from 'vitest'
import { heights, placeLabels, spread } from '@/lib/lanes'

test('silence has no height, a loud voice fills the lane', () => {
  expect(heights([0, 0.002, 1])).toEqual([0, 0, 1])
})

test('a quiet voice is lower than a loud one', () => {
  const [quiet = 0, loud = 0] = heights([0.05, 0.4])
  expect(quiet).toBeGreaterThan(0)
  expect(loud).toBeGreaterThan(quiet)
})

const at = (...times: number[]) => times.map((at_ms) => ({ at_ms, label: 'without the figures' }))

test('a label that would touch the one before it is left out, and the next one has room again', () => {
  expect(placeLabels(at(10_000, 11_000, 60_000), 100_000, 1000)).toEqual(['middle', null, 'middle'])
})

test('labels at the ends stay inside', () => {
  expect(placeLabels(at(0, 100_000), 100_000, 1000)).toEqual(['left', 'right'])
})

test('on a phone fewer labels fit, also beside one that begins at its mark', () => {
  expect(placeLabels(at(10_000, 40_000), 100_000, 1000)).toEqual(['middle', 'middle'])
  expect(placeLabels(at(10_000, 40_000), 100_000, 320)).toEqual(['left', null])
})

test('a label that is wider than the lanes is left out', () => {
  expect(placeLabels(at(50_000), 100_000, 80)).toEqual([null])
})

test('marks that could not be pressed apart become one', () => {
  const times = (width: number) => spread(at(10_000, 11_000, 14_000), 100_000, width).map(({ at_ms }) => at_ms)
  expect(times(1000)).toEqual([10_000, 14_000])
  expect(times(3000)).toEqual([10_000, 11_000, 14_000])
})
