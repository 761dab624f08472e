/** Which texts a piece of code asks for, and a part of a language's texts: for `build-plugins.ts` and the tests of the locale files. */

export interface Texts {
  [key: string]: string | Texts
}

/** Keys as they stand in code: whole ones, and the fixed beginnings of those that are put together. */
export interface Keys {
  whole: Set<string>
  beginnings: Set<string>
}

const WHOLE = /['"`]([a-z_]+(?:\.[A-Za-z0-9_]+)+)['"`]/g
const BEGINNING = /`([a-z_]+\.[A-Za-z_.]*)\$\{/g
const PLURAL = /_(zero|one|two|few|many|other)$/

export function keysIn(sources: Iterable<string>): Keys {
  const keys: Keys = { whole: new Set(), beginnings: new Set() }
  for (const source of sources) {
    for (const [, key] of source.matchAll(WHOLE)) if (key) keys.whole.add(key)
    for (const [, start] of source.matchAll(BEGINNING)) if (start) keys.beginnings.add(start)
  }
  return keys
}

/** Whether a text may be asked for by these keys. A plural's forms are asked for by the key without them. */
export function asksFor({ whole, beginnings }: Keys, key: string): boolean {
  return whole.has(key) || whole.has(key.replace(PLURAL, '')) || [...beginnings].some((start) => key.startsWith(start))
}

/** Those of the texts whose keys are wanted, in the same shape. */
export function part(texts: Texts, wanted: (key: string) => boolean, prefix = ''): Texts {
  const kept = Object.entries(texts).flatMap(([name, text]): [string, string | Texts][] => {
    const key = prefix + name
    if (typeof text === 'string') return wanted(key) ? [[name, text]] : []
    const below = part(text, wanted, `${key}.`)
    return Object.keys(below).length ? [[name, below]] : []
  })
  return Object.fromEntries(kept)
}
