import { expect, test } from 'vitest'
import { difference } from './difference'

const apply = (text: string, change: ReturnType<typeof difference>) =>
  change ? text.slice(0, change.from) + change.insert + text.slice(change.to) : text

test.each([
  ['abc', 'abc'],
  ['abc', 'aXc'],
  ['abc', ''],
  ['', 'abc'],
  ['aaa', 'aa'],
  ['aa', 'aaaa'],
  ['one two', 'one three two'],
])('what turns %j into %j', (before, after) => {
  expect(apply(before, difference(before, after))).toBe(after)
})

test('it is no longer than it has to be', () => {
  expect(difference('one two three', 'one 2 three')).toEqual({ from: 4, to: 7, insert: '2' })
})
