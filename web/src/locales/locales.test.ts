import { globSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import en from '@/locales/en.json'
import { asksFor, keysIn } from '../../dev/texts.ts'

const files = globSync('src/**/*.{ts,tsx}', {
  exclude: ['src/**/*.test.*', 'src/testing/**', 'src/**/*.gen.ts', 'src/**/*.d.ts'],
})
const sources = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }))

function flat(node: object, prefix = ''): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : flat(value, `${prefix}${key}.`),
  )
}

const keys = flat(en)
const PLURAL = /_(one|other|zero)$/
/** Texts that come with a number, without their form. Other keys may end in such a word by chance. */
const counted = new Set(keys.filter((key) => key.endsWith('_other')).map((key) => key.replace(PLURAL, '')))
const stem = (key: string) => (counted.has(key.replace(PLURAL, '')) ? key.replace(PLURAL, '') : key)

describe('the locale file', () => {
  test('holds no text that no page shows', () => {
    const used = keysIn(sources.map(({ text }) => text))
    used.beginnings.add('call.') // the call gets its whole part of the file: `lib/call-messages.ts`
    expect(keys.map(stem).filter((key) => !asksFor(used, key))).toEqual([])
  })

  test('says every plural in both English forms', () => {
    expect(keys).toEqual(expect.arrayContaining([...counted].map((key) => `${key}_one`)))
  })

  test('shouts nowhere', () => {
    const loud = keys.filter((key) =>
      key
        .split('.')
        .reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], en)
        ?.toString()
        .includes('!'),
    )
    expect(loud).toEqual([])
  })
})

const SPOKEN = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label'])
const hasLetters = (text: string) => /\p{L}/u.test(text)

/** Words that stand in the markup itself. */
function literals(file: string, text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && hasLetters(node.text)) found.push(`${file}: ${node.text.trim()}`)
    if (
      ts.isJsxAttribute(node) &&
      SPOKEN.has(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    )
      found.push(`${file}: ${node.name.getText()}="${node.initializer.text}"`)
    if (
      ts.isJsxExpression(node) &&
      node.expression &&
      ts.isStringLiteral(node.expression) &&
      hasLetters(node.expression.text) &&
      !ts.isJsxAttribute(node.parent)
    )
      found.push(`${file}: ${node.expression.text}`)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX))
  return found
}

describe('the markup', () => {
  test('holds no words of its own', { timeout: 30_000 }, () => {
    expect(
      sources.filter(({ file }) => file.endsWith('.tsx')).flatMap(({ file, text }) => literals(file, text)),
    ).toEqual([])
  })

  test('would be caught with words of its own', () => {
    expect(literals('x.tsx', '<p aria-label="Hello">Hi <b>{name}</b>{"there"}</p>')).toEqual([
      'x.tsx: aria-label="Hello"',
      'x.tsx: Hi',
      'x.tsx: there',
    ])
  })
})
