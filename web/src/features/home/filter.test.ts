import { expect, test } from 'vitest'
import { scenario } from '@/testing/data'
import { distinct, EVERYTHING, gentlest, matching } from './filter'

const late = scenario({ id: 'late', title: 'The late report', skills: ['Giving feedback'], minutes: 8 })
const no = scenario({ id: 'no', title: 'Not this weekend', skills: ['Saying no'], minutes: 5, language: 'fr' })
const both = [late, no]

test('every searched word must occur, in any case and with or without accents', () => {
  expect(matching(both, { ...EVERYTHING, search: '  REPORT   lâte ' })).toEqual([late])
  expect(matching(both, { ...EVERYTHING, search: 'late weekend' })).toEqual([])
})

test('the partner can be searched for', () => {
  expect(matching(both, { ...EVERYTHING, search: 'marc analyst' })).toEqual(both)
})

test('skill and language narrow the list together', () => {
  expect(matching(both, { ...EVERYTHING, skill: 'Saying no' })).toEqual([no])
  expect(matching(both, { search: '', skill: 'Saying no', language: 'en' })).toEqual([])
})

test('choices are listed once and in order', () => {
  expect(distinct(['b', 'a', 'b'])).toEqual(['a', 'b'])
})

test('a newcomer gets the shortest conversation, or none when there is none', () => {
  expect(gentlest(both)).toBe(no)
  expect(gentlest([])).toBeUndefined()
})
