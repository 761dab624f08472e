import { expect, test } from 'vitest'
import { marked } from './marked'

test('every second part is what was looked for', () => {
  expect(marked('The report, Reported late.', ['late', 'report'])).toEqual([
    'The ',
    'report',
    ', ',
    'Report',
    'ed ',
    'late',
    '.',
  ])
})

test('the longer of two words is marked', () => {
  expect(marked('reported', ['re', 'report'])).toEqual(['', 'report', 'ed'])
})

test('signs stand for themselves', () => {
  expect(marked('a 100% (b)', ['100%', '(b', '.'])).toEqual(['a ', '100%', ' ', '(b', ')'])
})

test('nothing looked for, nothing marked', () => {
  expect(marked('as it is', [])).toEqual(['as it is'])
})
