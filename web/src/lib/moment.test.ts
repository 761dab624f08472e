import { expect, test } from 'vitest'
import { turn } from '@/testing/data'
import { momentOf } from './moment'

const talk = (speakers: string) =>
  [...speakers].map((letter, i) => turn({ id: `t${i}`, speaker: letter === 'L' ? 'learner' : 'partner' }))
const ids = (found: ReturnType<typeof momentOf>) =>
  found && [found.before.map(({ id }) => id), found.cue?.id ?? null, found.said.map(({ id }) => id)]

test('a moment goes from what the partner said to the end of the answer', () => {
  expect(ids(momentOf(talk('LPLP'), 't2'))).toEqual([['t0'], 't1', ['t2']])
})

test('an answer in pieces is one answer, and of several lines in a row the first is answered', () => {
  expect(ids(momentOf(talk('LPPLLP'), 't4'))).toEqual([['t0'], 't1', ['t3', 't4']])
})

test('who begins answers to nothing', () => {
  expect(ids(momentOf(talk('LP'), 't0'))).toEqual([[], null, ['t0']])
})

test('the partner has no moments of its own', () => {
  expect(momentOf(talk('LP'), 't1')).toBeNull()
  expect(momentOf(talk('LP'), 'gone')).toBeNull()
})
