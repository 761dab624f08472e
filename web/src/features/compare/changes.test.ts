import { expect, test } from 'vitest'
import type { Take } from '@/api/types'
import { changes } from './changes'

type Name = Take['behaviours'][number]['name']

const take = (names: Name[], experimental: Name[] = []): Take => ({
  session_id: 's1',
  created_at: 1,
  recording: true,
  cue: null,
  said: [],
  reaction: [],
  elements: [],
  behaviours: [...names, ...experimental].map((name) => ({
    name,
    turn_id: 't1',
    quote: '',
    experimental: experimental.includes(name),
  })),
})
const told = (before: Take, after: Take) => changes(before, after).map(({ name, what }) => `${what} ${name}`)

test('what is new, what is gone and what stayed are told apart', () => {
  expect(told(take(['blame', 'situation_named']), take(['asks_view', 'situation_named']))).toEqual([
    'added asks_view',
    'dropped blame',
    'kept situation_named',
  ])
})

test('a behaviour that is shown twice is one change', () => {
  expect(told(take([]), take(['open_question', 'open_question']))).toEqual(['added open_question'])
})

test('what is seen unreliably comes last and is marked', () => {
  const found = changes(take([]), take(['asks_view'], ['hedge', 'summary']))
  expect(found.map(({ name, experimental }) => [name, experimental])).toEqual([
    ['asks_view', false],
    ['hedge', true],
    ['summary', true],
  ])
})
