import { expect, test } from 'vitest'
import type { Report } from '@/api/types'
import { report } from '@/testing/data'
import { changes } from './changes'

const withView = (level: number | null): Report =>
  report({
    elements: report().elements.map((element) =>
      element.id === 'ask_view' ? { ...element, level, state: level === null ? 'unsure' : 'scored' } : element,
    ),
  })

test('only what became another level is told', () => {
  expect(changes(withView(null), withView(2)).map(({ id, before, after }) => [id, before?.level, after.level])).toEqual(
    [['ask_view', null, 2]],
  )
  expect(changes(withView(2), withView(2))).toEqual([])
})

test('an element that was not there before has changed', () => {
  expect(changes(report({ elements: [] }), withView(2))).toHaveLength(2)
})
