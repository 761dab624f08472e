import { expect, test } from 'vitest'
import { report } from '@/testing/data'
import { gaps, lengths, overlaps } from './gaps'

const talk = report({
  spans: [
    { kind: 'answer', start_ms: 1000, end_ms: 3400 },
    { kind: 'answer', start_ms: 9000, end_ms: 8600 },
    { kind: 'pause', start_ms: 5000, end_ms: 5400 },
    { kind: 'pause', start_ms: 6000, end_ms: 8000 },
    { kind: 'cut_in', start_ms: 8600, end_ms: 9900 },
    { kind: 'cut_into', start_ms: 10_200, end_ms: 11_400 },
    { kind: 'echo', start_ms: 12_000, end_ms: 18_000 },
  ],
})

test('silences of two seconds and more are named, whoever they stand before', () => {
  expect(gaps(talk).map(({ kind, start_ms }) => [kind, start_ms])).toEqual([
    ['answer', 1000],
    ['pause', 6000],
  ])
  expect(gaps(undefined)).toEqual([])
})

test('an interruption is an overlap, an echo of the partner is not', () => {
  expect(overlaps(talk)).toEqual([
    { startMs: 8600, endMs: 9900 },
    { startMs: 10_200, endMs: 11_400 },
  ])
})

test('an answer that came before the end is shorter than nothing', () => {
  expect(lengths(talk, 'answer')).toEqual([2400, -400])
})
