/**
 * How much of the partner's text the listener has heard.
 *
 * Text and sound arrive side by side, faster than they are spoken. Each piece of text is noted with how much sound of
 * the same item had come by then, so it belongs to the sound between its own mark and the next one.
 */

/** `chars` characters of text belong to sound that begins at `audioMs` of the item. */
export interface Mark {
  chars: number
  audioMs: number
}

export interface Heard {
  playedMs: number
  receivedMs: number
  /** All of the item's sound has come. */
  complete: boolean
}

/** A quick speaker's word. Sound that is still to come must not make the last words appear all at once. */
const SHORTEST_WORD_MS = 250

/** A word with the space around it; in scripts that are written without spaces each character counts as one. */
const WORD =
  /\s*(?:[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]|[^\s\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]+)\s*/gu

/** Adds text to the marks; pieces that came without sound between them belong together. */
export function addMark(marks: readonly Mark[], chars: number, audioMs: number): Mark[] {
  const last = marks.at(-1)
  if (last && last.audioMs === audioMs) return [...marks.slice(0, -1), { chars: last.chars + chars, audioMs }]
  return [...marks, { chars, audioMs }]
}

/** Characters of `text` that have begun to sound; always at the end of a word. */
export function heardChars(text: string, marks: readonly Mark[], heard: Heard): number {
  if (heard.complete && heard.playedMs >= heard.receivedMs) return text.length
  let from = 0
  for (const [index, mark] of marks.entries()) {
    if (heard.playedMs <= mark.audioMs) return from
    const next = marks[index + 1]
    const until = next?.audioMs ?? heard.receivedMs
    const part = text.slice(from, from + mark.chars)
    if (heard.playedMs < until || !next) {
      const shortest = next || heard.complete ? 0 : SHORTEST_WORD_MS
      return from + wordsBegun(part, heard.playedMs - mark.audioMs, until - mark.audioMs, shortest)
    }
    from += mark.chars
  }
  return from
}

/** Characters of `part` whose words have begun after `elapsedMs` of `spanMs`; longer words take longer. */
function wordsBegun(part: string, elapsedMs: number, spanMs: number, shortestMs: number): number {
  const words = part.match(WORD) ?? []
  const letters = part.length || 1
  let chars = 0
  let beginsMs = 0
  for (const word of words) {
    if (beginsMs > elapsedMs) break
    beginsMs += Math.max(shortestMs, (spanMs * word.length) / letters)
    chars += word.length
  }
  return chars
}
