import { describe, expect, test } from 'vitest'
import { clock, duration, humanise, languageName, moment, quantity } from '@/lib/format'

test('a clock shows minutes and seconds, and hours when there are some', () => {
  expect([0, 999, 62_000, 3_723_000, -5].map(clock)).toEqual(['0:00', '0:00', '1:02', '1:02:03', '0:00'])
})

test('a length is said in minutes and seconds', () => {
  expect([0, 42_000, 60_000, 372_400].map((ms) => duration(ms, 'en'))).toEqual(['0 s', '42 s', '1 min', '6 min 12 s'])
})

describe('a moment', () => {
  const now = new Date(2026, 10, 21, 12, 0).getTime()
  const at = (...parts: [number, number, number, number, number]) => moment(new Date(...parts).getTime(), now, 'en')

  test('of the last days is a weekday', () => {
    expect(at(2026, 10, 19, 14, 5)).toBe('Thursday 14:05')
  })

  test('of long ago is a date, with its year when that is another one', () => {
    expect(at(2026, 9, 3, 9, 30)).toMatch(/^October 3\D+09:30$/)
    expect(at(2025, 9, 3, 9, 30)).toContain('2025')
  })
})

test('a figure has the digits that it deserves', () => {
  expect(quantity(0.456, 'ratio', 'en')).toBe('46 %')
  expect(quantity(0.456, 'ratio', 'de')).toBe('46 %')
  expect(quantity(900, 'ms', 'en')).toBe('0.9 s')
  expect(quantity(38.2, 's', 'en')).toBe('38 s')
  expect(quantity(2.44, 'semitones', 'en')).toBe('2.4')
  expect(quantity(3, 'count', 'en')).toBe('3')
})

test('a name that no locale knows is made readable', () => {
  expect(humanise('follow_up_question')).toBe('Follow up question')
})

test('a language is called by its name, a wrong tag by itself', () => {
  expect(languageName('fr', 'en')).toBe('French')
  expect(languageName('not a tag', 'en')).toBe('not a tag')
})
