/** Changes single fields of a YAML text and leaves everything else as its author wrote it, comments and order too. */
import { Document, isCollection, isMap, isScalar, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml'

export type Path = readonly (string | number)[]
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

/** The server reads YAML 1.1, in which a bare `yes` is no text: what is written has to be quoted accordingly. */
const OPTIONS = { version: '1.1', keepSourceTokens: false } as const
const WIDTH = 110
const INDENT = 2

/** The data of a text, or null when it cannot be read. */
export function data(text: string): Record<string, Value> | null {
  const document = parseDocument(text, OPTIONS)
  if (document.errors.length > 0 || !isMap(document.contents)) return null
  return document.toJS() as Record<string, Value>
}

/** What stands at a place of the data; undefined when nothing does. */
export function at(value: Value | undefined, path: Path): Value | undefined {
  return path.reduce<Value | undefined>(
    (node, part) =>
      node !== null && typeof node === 'object'
        ? (node as Record<string | number, Value | undefined>)[part]
        : undefined,
    value,
  )
}

/** The text with `value` at `path`; undefined takes the field away. */
export function changed(text: string, path: Path, value: Value | undefined): string {
  const document = parseDocument(text, OPTIONS)
  if (document.errors.length > 0 || !isMap(document.contents)) return text
  const node = document.getIn(path, true)
  if (isScalar(node) && node.range && value !== undefined && !isObject(value)) {
    const after = inPlace(text, document, path, node, value)
    if (after !== null) return after
  }
  return bySection(text, document, path, value)
}

const isObject = (value: Value): value is Value[] | { [name: string]: Value } =>
  typeof value === 'object' && value !== null

/** Writes over one value where it stands. Null when that would change anything else. */
function inPlace(text: string, document: Document, path: Path, node: Scalar, value: Value): string | null {
  const [start, end] = node.range as [number, number, number]
  const flow = path.some((_, i) => {
    const holder = document.getIn(path.slice(0, i), true)
    return isCollection(holder) && holder.flow === true
  })
  const old = text.slice(start, end)
  const written = `${scalar(value, flow, indentAt(text, start))}${old.endsWith('\n') ? '\n' : ''}`
  const after = text.slice(0, start) + written + text.slice(end)
  return same(after, path, value) ? after : null
}

/** A value on its own: long texts folded, in braces always in quotes where they are text. */
function scalar(value: Value, flow: boolean, indent: number): string {
  if (typeof value !== 'string') return String(value)
  if (!flow && value.length > WIDTH && !value.includes('\n') && value === value.trim() && !value.includes('  '))
    return folded(value, indent + INDENT)
  const plain = new Document(value, OPTIONS).toString({
    lineWidth: 0,
    ...(flow ? { defaultStringType: 'QUOTE_DOUBLE' } : {}),
  })
  return plain.trimEnd()
}

function folded(value: string, indent: number): string {
  const lines: string[] = ['']
  for (const word of value.split(' ')) {
    const line = lines[lines.length - 1] ?? ''
    if (line && line.length + word.length >= WIDTH - indent) lines.push(word)
    else lines[lines.length - 1] = line ? `${line} ${word}` : word
  }
  return `>-\n${lines.map((line) => ' '.repeat(indent) + line).join('\n')}`
}

/** How far the line of a position is indented, a list's hyphens included. */
function indentAt(text: string, position: number): number {
  const line = text.slice(text.lastIndexOf('\n', position - 1) + 1, position)
  return (/^(?:\s|-\s)*/.exec(line)?.[0] ?? '').length
}

/** Writes the whole field of the first level anew that holds the place. */
function bySection(text: string, document: Document, path: Path, value: Value | undefined): string {
  const root = document.contents as YAMLMap
  const place = root.items.findIndex((pair) => keyOf(pair) === path[0])
  const before = root.items[place]
  const next = root.items[place + 1]
  if (value === undefined) document.deleteIn(path)
  else document.setIn(path, document.createNode(value))
  const pair = root.items.find((each) => keyOf(each) === path[0])
  const section = pair ? alone(pair) : ''
  if (!before) return `${text.trimEnd()}\n${section}`
  const [start, end] = [startOf(before), next ? startOf(next) : text.length]
  return text.slice(0, start) + section + trailing(text.slice(start, end)) + text.slice(end)
}

const keyOf = (pair: Pair): unknown => (isScalar(pair.key) ? pair.key.value : pair.key)

function startOf(pair: Pair): number {
  return (isScalar(pair.key) && pair.key.range?.[0]) || 0
}

/** One field of the first level as text. What stands above its key stays in the text where it was. */
function alone(pair: Pair): string {
  const single = new Document({}, OPTIONS)
  if (isScalar(pair.key)) {
    pair.key.commentBefore = null
    pair.key.spaceBefore = false
  }
  ;(single.contents as unknown as YAMLMap).items.push(pair as Pair<never, never>)
  return single.toString({ lineWidth: WIDTH, indentSeq: true, flowCollectionPadding: false })
}

/** The empty lines and the comments that stand between a field and the next one. */
function trailing(section: string): string {
  const lines = section.split('\n')
  const last = lines.findLastIndex((line) => line.trim() !== '' && !line.startsWith('#'))
  return lines.slice(last + 1).join('\n')
}

function same(text: string, path: Path, value: Value): boolean {
  const document = parseDocument(text, OPTIONS)
  return document.errors.length === 0 && document.getIn(path) === value
}
