import { expect, test } from 'vitest'
import { addMark, heardChars, type Mark } from '../src/captions.ts'

const TEXT = 'one two three four'

/** Word by word, each with half a second of sound after it. */
const stepped = ['one ', 'two ', 'three ', 'four'].reduce<Mark[]>(
  (marks, word, i) => addMark(marks, word.length, i * 500),
  [],
)

const shown = (marks: Mark[], playedMs: number, receivedMs = 2000, complete = true) =>
  TEXT.slice(0, heardChars(TEXT, marks, { playedMs, receivedMs, complete })).trim()

test('a word shows when its sound begins', () => {
  expect(shown(stepped, 0)).toBe('')
  expect(shown(stepped, 1)).toBe('one')
  expect(shown(stepped, 499)).toBe('one')
  expect(shown(stepped, 501)).toBe('one two')
  expect(shown(stepped, 1400)).toBe('one two three')
})

test('at the end everything shows', () => {
  expect(shown(stepped, 2000)).toBe(TEXT)
  expect(shown([], 2000)).toBe(TEXT)
})

test('text that came at once is spread over its sound, longer words longer', () => {
  const atOnce = addMark([], TEXT.length, 0)
  expect(shown(atOnce, 1)).toBe('one')
  expect(shown(atOnce, 500)).toBe('one two')
  expect(shown(atOnce, 1000)).toBe('one two three')
  expect(shown(atOnce, 1700)).toBe(TEXT)
})

test('while more sound is to come, words do not run ahead of a quick speaker', () => {
  const atOnce = addMark([], TEXT.length, 0)
  expect(shown(atOnce, 90, 100, false)).toBe('one')
})

test('pieces without sound between them are one', () => {
  expect(addMark(addMark([], 3, 100), 4, 100)).toEqual([{ chars: 7, audioMs: 100 }])
})
