import { expect, test } from 'vitest'
import type { Disagreement } from '@/api/types'
import { report } from '@/testing/data'
import { isAbout, judgementsOf } from './judged'

const seen = {
  name: 'blame',
  present: 'yes' as const,
  experimental: false,
  turn_id: 't1',
  quote: 'your fault',
  start_ms: null,
  end_ms: null,
}
const judged = report({ behaviours: [seen, { ...seen }] })
const level: Disagreement = {
  id: 'd1',
  session_id: 's1',
  judge: 'basic',
  rubric: 'sbi',
  rubric_hash: 'a1',
  element: 'situation',
  behaviour: null,
  level: 2,
  turn_id: 't1',
  quote: 'On Friday',
  comment: null,
  at: 1,
}

test('a disagreement is about the level that it was about', () => {
  expect(isAbout(level, judged)).toBe(true)
  expect(isAbout({ ...level, level: 1 }, judged)).toBe(false)
})

test('another judge or other rules judged something else', () => {
  expect(isAbout({ ...level, judge: 'some-model@abc' }, judged)).toBe(false)
  expect(isAbout({ ...level, rubric_hash: 'b2' }, judged)).toBe(false)
})

test('a behaviour is the same where the same words show it', () => {
  const behaviour = { ...level, element: null, level: null, behaviour: 'blame', quote: 'your fault' }
  expect(isAbout(behaviour, judged)).toBe(true)
  expect(isAbout({ ...behaviour, quote: 'my fault' }, judged)).toBe(false)
})

test('each element and each behaviour in its words is one judgement', () => {
  expect(judgementsOf(judged)).toBe(3)
})
