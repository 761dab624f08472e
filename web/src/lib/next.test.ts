import { expect, test } from 'vitest'
import { safeNext } from '@/lib/next'

test('a page of ours is gone back to, with what it was asked', () => {
  expect(safeNext('/history?q=late#top')).toBe('/history?q=late#top')
})

test.each([
  undefined,
  7,
  '',
  'https://evil.test/',
  '//evil.test',
  '/\\evil.test',
  '/\t/evil.test',
  '/a\\b',
  'javascript:x',
])('another place than a page of ours is not gone to: %j', (wanted) => expect(safeNext(wanted)).toBe('/'))
