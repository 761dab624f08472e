import { expect, test } from 'vitest'
import { config } from '@/testing/data'
import { speaks, talksFreely, understands } from './languages'

const ears = (languages: string[] | null) => ({ ...config().provider, languages })

test('ears without a list understand everything', () => {
  expect(understands(ears(null), 'fr')).toBe(true)
})

test('a region does not matter, another language does', () => {
  expect(understands(ears(['en']), 'en-GB')).toBe(true)
  expect(understands(ears(['en']), 'fr-CA')).toBe(false)
})

test('what is spoken is another list than what is understood', () => {
  const provider = { ...ears(null), voice_languages: ['en', 'de'], free_languages: ['en'] }
  expect([speaks(provider, 'de-AT'), speaks(provider, 'fr')]).toEqual([true, false])
  expect([talksFreely(provider, 'en-GB'), talksFreely(provider, 'de')]).toEqual([true, false])
  expect(speaks(ears(['en']), 'fr')).toBe(true)
})
