import { expect, test } from 'vitest'
import { zooms } from './zoom'

test('a talk that fits is shown whole', () => {
  expect(zooms(372_000, 1072)).toEqual([1])
})

test('a long one can be looked at as closely as a short one', () => {
  const steps = zooms(2_400_000, 1072)
  expect(steps).toEqual([1, 2, 4, 8, 16])
  expect(2_400_000 / (1072 * 16)).toBeGreaterThan(120)
})

test('a phone looks closer at the same talk', () => {
  expect(zooms(372_000, 343).length).toBeGreaterThan(1)
})

test('before it is laid out there is nothing to zoom', () => {
  expect(zooms(2_400_000, 0)).toEqual([1])
})
