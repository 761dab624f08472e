import { expect, test } from 'vitest'
import { scale } from './band'

test('a share stands on a line from nothing to all', () => {
  expect(scale({ value: 0.46, band: [0.35, 0.55], unit: 'ratio' })).toEqual({ value: 0.46, from: 0.35, to: 0.55 })
})

test('an open end reaches the end of the line', () => {
  const shown = scale({ value: 38, band: [null, 60], unit: 's' })
  expect(shown?.from).toBe(0)
  expect(shown?.to).toBeCloseTo(1 / 1.35)
  expect(scale({ value: 3, band: [1, null], unit: 'count' })?.to).toBe(1)
})

test('a value far above its band stays on the line', () => {
  const shown = scale({ value: 300, band: [0, 60], unit: 's' })
  expect(shown?.value).toBeLessThan(1)
  expect(shown?.to).toBeLessThan(shown?.value ?? 0)
})

test('a value below nothing has room too', () => {
  expect(scale({ value: -200, band: [0, 1000], unit: 'ms' })?.value).toBe(0)
})

test('without a band there is no line', () => {
  expect(scale({ value: 3, band: null, unit: 'count' })).toBeNull()
})
