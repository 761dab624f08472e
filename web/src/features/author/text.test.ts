import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { at, changed, data, type Path, type Value } from './text'

const SHIPPED = readFileSync('../src/feedbackyes/library/scenarios/late-report.yaml', 'utf8')
const BLANK = readFileSync('../src/feedbackyes/authoring/blank.yaml', 'utf8')
const LONG = 'Words that go on and on. '.repeat(12).trim()

/** The data after the same change, made on the data. */
function expected(text: string, path: Path, value: Value | undefined) {
  const root = structuredClone(data(text)) as Value
  const holder = at(root, path.slice(0, -1)) as Record<string | number, Value | undefined>
  const last = path.at(-1) as string | number
  if (value !== undefined) holder[last] = value
  else if (Array.isArray(holder)) holder.splice(last as number, 1)
  else delete holder[last]
  return root
}

const EDITS: [Path, Value | undefined][] = [
  [['title'], 'yes'],
  [['title'], 'Is it: me? # no'],
  [['minutes'], 9],
  [['learner', 'brief'], 'Short.'],
  [['learner', 'brief'], LONG],
  [['learner', 'goals', 0], 'A, b: c'],
  [
    ['learner', 'goals'],
    ['one', 'two: x', '- three', '12'],
  ],
  [['partner', 'secret'], LONG],
  [['difficulty', 'resistance'], 0.25],
  [['state', 'trust'], 0.1],
  [['disclosures', 0, 'requires', 'trust_min'], 0.5],
  [['disclosures', 0, 'requires', 'now'], ['asks_view']],
  [['disclosures', 0, 'requires', 'behaviours'], ['asks_view']],
  [['beats', 3, 'lines', 0], 'Say "this".'],
  [['beats', 0], undefined],
  [
    ['bands', 'talk_share'],
    [0.1, null],
  ],
  [['model_dialogues', 'good', 0, 'text'], 'He said: {no}, "yes".'],
  [['content_warning'], 'Shouting'],
]

describe.each([
  ['a shipped scenario', SHIPPED],
  ['a new one', BLANK],
])('changing %s', (_, text) => {
  test.each(EDITS)('at %j', (path, value) => {
    const after = changed(text, path, value)
    expect(data(after)).toEqual(expected(text, path, value))
    const comments = (lines: string) => lines.split('\n').filter((line) => line.startsWith('#'))
    expect(comments(after)).toEqual(comments(text))
  })
})

test('one field is written over where it stands, and nothing else', () => {
  expect(changed(BLANK, ['partner', 'name'], 'Kim')).toBe(BLANK.replace('  name: Sam\n', '  name: Kim\n'))
  expect(changed('a: 1 # why\nb: {c: x}\n', ['a'], 2)).toBe('a: 2 # why\nb: {c: x}\n')
  expect(changed('a: 1 # why\nb: {c: x}\n', ['b', 'c'], 'y, z')).toBe('a: 1 # why\nb: {c: "y, z"}\n')
})

test('a field that is not there comes to the end, and goes again', () => {
  const more = changed('a: 1\n', ['b'], 'x')
  expect(more).toBe('a: 1\nb: x\n')
  expect(changed(more, ['b'], undefined)).toBe('a: 1\n')
})

test('what cannot be read stays as it is', () => {
  for (const text of ['a: [1\n', '- a\n', '']) {
    expect(data(text)).toBeNull()
    expect(changed(text, ['a'], 1)).toBe(text)
  }
})

test('what is not there is undefined', () => {
  expect(at({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
  expect(at({ a: null }, ['a', 0, 'b'])).toBeUndefined()
})
