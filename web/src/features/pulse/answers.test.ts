import { expect, test } from 'vitest'
import { comment, theme } from '@/testing/pulse'
import { bySet, check, questions } from './answers'

const asked = [theme(), comment()]

test('a theme is answered as a whole', () => {
  const whole = { safety_1: 2, safety_2: 6 }
  expect(check(asked, whole, '')).toEqual({ answers: whole })
  expect(check(asked, { safety_2: 6 }, 'Keep it.')).toEqual({ missing: 'safety_1' })
})

test('a theme may be left out, but not everything', () => {
  expect(check(asked, {}, ' Keep it. ')).toEqual({ answers: {} })
  expect(check(asked, {}, '  ')).toEqual({ missing: null })
})

test('words are no question with a number', () => {
  expect(questions(asked).map(({ id }) => id)).toEqual(['safety_1', 'safety_2'])
})

test('questions of a check-in are asked together', () => {
  const [mood, energy] = ['mood', 'energy'].map((id) => theme({ id, set: 'check_in' }))
  if (!mood || !energy) throw new Error('two themes')
  expect(bySet([mood, energy, comment()]).map((group) => group.map(({ id }) => id))).toEqual([
    ['mood', 'energy'],
    ['comment'],
  ])
})
