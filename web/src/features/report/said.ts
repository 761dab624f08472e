import type { Turn } from '@/api/types'

/** The turn as the learner says that it was: corrected words, and no doubt about them. */
export function asSaid<T extends Pick<Turn, 'text' | 'words' | 'confidence' | 'corrected'>>(turn: T): T {
  if (!turn.corrected) return turn
  return { ...turn, text: turn.corrected.text, words: turn.corrected.words, confidence: null }
}
