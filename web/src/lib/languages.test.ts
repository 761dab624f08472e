import { expect, test } from 'vitest'
import { config } from '@/testing/data'
import { understands } from './languages'

const ears = (languages: string[] | null) => ({ ...config().provider, languages })

test('ears without a list understand everything', () => {
  expect(understands(ears(null), 'fr')).toBe(true)
})

test('a region does not matter, another language does', () => {
  expect(understands(ears(['en']), 'en-GB')).toBe(true)
  expect(understands(ears(['en']), 'fr-CA')).toBe(false)
})
