import { expect, test } from 'vitest'
import { report, turn } from '@/testing/data'
import { lanesOf, marks, playFrom } from './marks'

const LABELS = { cut: 'cut off', cut_into: 'cut in' }

test('a quote that is used twice gets one mark', () => {
  expect(marks(report(), [], LABELS).map(({ id, label }) => [id, label])).toEqual([['quote-62000', '“On Friday”']])
})

test('a long quote is shortened for its label', () => {
  const long = report({ elements: [] })
  const [mark] = marks(
    { ...long, strength: { ...long.strength, quote: 'You sent it at six in the evening' } as typeof long.strength },
    [],
    LABELS,
  )
  expect(mark?.label).toBe('“You sent it at …”')
})

test('a partner who was cut off is marked where it happened, in order with the quotes', () => {
  const cut = turn({ id: 'p1', speaker: 'partner', interrupted: true, start_ms: 20_000, end_ms: 30_000 })
  const cutter = turn({ id: 't2', start_ms: 29_400, end_ms: 33_000 })
  const found = marks(report(), [cut, cutter], LABELS)
  expect(found.map(({ kind, at_ms }) => [kind, at_ms])).toEqual([
    ['cut', 30_000],
    ['quote', 62_000],
  ])
  expect(found.map(playFrom)).toEqual([26_000, 62_000])
})

test('a partner who was still talking at the end was not cut off', () => {
  const last = turn({ id: 'p1', speaker: 'partner', interrupted: true, start_ms: 20_000, end_ms: 30_000 })
  expect(marks(undefined, [turn({ start_ms: 10_000 }), last], LABELS)).toEqual([])
})

test('interruptions that were measured in the sound win over the turns', () => {
  const [metric] = report().metrics
  if (!metric) throw new Error('The report has no metric.')
  const measured = { ...metric, id: 'interruptions', value: 2, detail: { at_1_ms: 5000, at_2_ms: 9000 } }
  const found = marks(report({ metrics: [measured], elements: [], strength: null, next_step: null }), [], LABELS)
  expect(found.map(({ at_ms }) => at_ms)).toEqual([5000, 9000])
})

test('a partner who cut in is marked as such, also when the learner took the floor back', () => {
  const cutIn = turn({ id: 'p1', speaker: 'partner', cuts_in: true, interrupted: true, start_ms: 9000, end_ms: 10_400 })
  const found = marks(undefined, [turn({ end_ms: 8900 }), cutIn, turn({ start_ms: 9300, end_ms: 14_000 })], LABELS)
  expect(found.map(({ kind, at_ms, label }) => [kind, at_ms, label])).toEqual([['cut_into', 9000, 'cut in']])
  expect(found.map(playFrom)).toEqual([5000])
})

test('only the partner can be cut off', () => {
  expect(marks(undefined, [turn({ interrupted: true })], LABELS)).toEqual([])
})

test('without a recording the lanes show who spoke when', () => {
  const lanes = lanesOf(
    [turn({ start_ms: 0, end_ms: 5000 }), turn({ speaker: 'partner', start_ms: 5000, end_ms: 10_000 })],
    10_000,
    4,
  )
  expect(lanes.learner.map(Boolean)).toEqual([true, true, false, false])
  expect(lanes.partner.map(Boolean)).toEqual([false, false, true, true])
})

test('words make the lanes finer than turns', () => {
  const words = [
    { text: 'a', start_ms: 0, end_ms: 1000, confidence: null },
    { text: 'b', start_ms: 9000, end_ms: 10_000, confidence: null },
  ]
  const lanes = lanesOf([turn({ start_ms: 0, end_ms: 10_000, words })], 10_000, 10)
  expect(lanes.learner.filter(Boolean)).toHaveLength(2)
})
