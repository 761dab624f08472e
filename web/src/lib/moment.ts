/** One exchange of a talk: what the partner said last, and what the learner said to it. The server cuts it the same way. */
import type { Turn } from '@/api/types'

export interface Moment {
  before: readonly Turn[]
  /** Null when the learner spoke first. */
  cue: Turn | null
  said: readonly Turn[]
}

/** The moment of a learner's turn; null when there is no such turn. */
export function momentOf(turns: readonly Turn[], turnId: string): Moment | null {
  const place = turns.findIndex(({ id, speaker }) => id === turnId && speaker === 'learner')
  if (place < 0) return null
  let start = place
  while (turns[start - 1]?.speaker === 'learner') start--
  let cue = start
  while (turns[cue - 1]?.speaker === 'partner') cue--
  let end = place
  while (turns[end]?.speaker === 'learner') end++
  return { before: turns.slice(0, cue), cue: cue < start ? (turns[cue] ?? null) : null, said: turns.slice(start, end) }
}
