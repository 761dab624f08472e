import { expect, test } from 'vitest'
import { heights, labelled } from '@/lib/lanes'

test('silence has no height, a loud voice fills the lane', () => {
  expect(heights([0, 0.002, 1])).toEqual([0, 0, 1])
})

test('a quiet voice is lower than a loud one', () => {
  const [quiet = 0, loud = 0] = heights([0.05, 0.4])
  expect(quiet).toBeGreaterThan(0)
  expect(loud).toBeGreaterThan(quiet)
})

test('a label that would touch the one before it is left out, and the next one has room again', () => {
  const marks = [10_000, 11_000, 60_000].map((at_ms) => ({ at_ms, label: 'without the figures' }))
  expect(labelled(marks, 100_000, 1000)).toEqual([true, false, true])
})

test('on a phone fewer labels fit', () => {
  const marks = [10_000, 40_000].map((at_ms) => ({ at_ms, label: 'without the figures' }))
  expect(labelled(marks, 100_000, 1000)).toEqual([true, true])
  expect(labelled(marks, 100_000, 320)).toEqual([true, false])
})
