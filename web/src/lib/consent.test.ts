import { expect, test } from 'vitest'
import { openQuestions, recordsByDefault } from '@/lib/consent'
import { config, consents } from '@/testing/data'

const hosted = { ...config().provider, hosted: true }

test('the recording is asked for once, and only where the server asks', () => {
  expect(openQuestions(config())).toEqual(['recording'])
  expect(
    openQuestions(config({ consents: consents({ recording: false, hosted_voice: null, hosted_judge: null }) })),
  ).toEqual([])
  expect(openQuestions(config({ recording: 'on' }))).toEqual([])
  expect(openQuestions(config({ recording: 'off' }))).toEqual([])
})

test('hosted voice is asked for first, again after a refusal, and never after a yes', () => {
  expect(openQuestions(config({ provider: hosted }))).toEqual(['hosted_voice', 'recording'])
  expect(
    openQuestions(
      config({
        provider: hosted,
        recording: 'off',
        consents: consents({ recording: null, hosted_voice: false, hosted_judge: null }),
      }),
    ),
  ).toEqual(['hosted_voice'])
  expect(
    openQuestions(
      config({ provider: hosted, consents: consents({ recording: true, hosted_voice: true, hosted_judge: null }) }),
    ),
  ).toEqual([])
})

test('a hosted judge is asked for on its own, once, whatever was said of the voice', () => {
  const judge = { model: 'm', hosted: true, host: 'models.example' }
  const answered = (hosted_judge: boolean | null) =>
    openQuestions(config({ judge, consents: consents({ recording: true, hosted_voice: true, hosted_judge }) }))
  expect(answered(null)).toEqual(['hosted_judge'])
  expect(answered(true)).toEqual([])
  expect(answered(false)).toEqual([])
  expect(openQuestions(config({ judge, provider: hosted }))).toEqual(['hosted_voice', 'hosted_judge', 'recording'])
  expect(openQuestions(config({ judge: { ...judge, hosted: false } }))).toEqual(['recording'])
})

test('the server rule and the answer decide whether a talk is recorded', () => {
  const answered = (recording: boolean | null) => consents({ recording, hosted_voice: null, hosted_judge: null })
  expect(recordsByDefault(config({ recording: 'off', consents: answered(true) }))).toBeNull()
  expect(recordsByDefault(config({ recording: 'on', consents: answered(null) }))).toBe(true)
  expect(recordsByDefault(config({ recording: 'on', consents: answered(false) }))).toBe(false)
  expect(recordsByDefault(config({ recording: 'ask', consents: answered(null) }))).toBe(false)
  expect(recordsByDefault(config({ recording: 'ask', consents: answered(true) }))).toBe(true)
})
