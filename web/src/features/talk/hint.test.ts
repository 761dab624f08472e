import type { Line } from '@feedbackyes/realtime'
import { expect, test } from 'vitest'
import { hearsItself } from './hint'

const line = (speaker: Line['speaker'], interrupted = false) => ({ speaker, interrupted }) as Line

test('a partner that is cut off again and again may hear itself', () => {
  expect(hearsItself([])).toBe(false)
  expect(hearsItself([line('partner', true), line('learner'), line('partner')])).toBe(false)
  expect(hearsItself([line('partner', true), line('learner'), line('partner'), line('partner', true)])).toBe(true)
})

test('what has long passed says nothing any more', () => {
  const once = [line('partner', true), line('partner', true), line('partner'), line('partner'), line('partner')]
  expect(hearsItself(once)).toBe(false)
})
