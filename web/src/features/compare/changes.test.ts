import { expect, test } from 'vitest'
import type { Take } from '@/api/types'
import { changes } from './changes'

const take = (...names: Take['behaviours'][number]['name'][]): Take => ({
  session_id: 's1',
  created_at: 1,
  recording: true,
  cue: null,
  said: [],
  reaction: [],
  elements: [],
  behaviours: names.map((name) => ({ name, turn_id: 't1', quote: '' })),
})

test('what is new, what is gone and what stayed are told apart', () => {
  expect(changes(take('blame', 'situation_named'), take('asks_view', 'situation_named'))).toEqual({
    added: ['asks_view'],
    dropped: ['blame'],
    kept: ['situation_named'],
  })
})

test('a behaviour that is shown twice is one change', () => {
  expect(changes(take(), take('open_question', 'open_question')).added).toEqual(['open_question'])
})
