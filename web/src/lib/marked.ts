const SIGNS = /[\\^$.*+?()[\]{}|/]/g

/** A text in parts, in turn not looked for and looked for; case makes no difference. */
export function marked(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text]
  const longestFirst = [...words].sort((a, b) => b.length - a.length)
  return text.split(new RegExp(`(${longestFirst.map((word) => word.replace(SIGNS, '\\$&')).join('|')})`, 'giu'))
}
