import { useTranslation } from 'react-i18next'
import type { Turn } from '@/api/types'

/** Below this the recogniser's own estimate says: rather not. */
export const DOUBTFUL = 0.5

type Spoken = Pick<Turn, 'speaker' | 'text' | 'words' | 'confidence' | 'interrupted'>

interface TurnTextProps {
  turn: Spoken
  /** The part of the text that is heard right now. */
  heard?: Range | null
}

/** The words of a turn; those that may have been misheard are underlined and say so. */
export function TurnText({ turn, heard = null }: TurnTextProps) {
  const { t } = useTranslation()
  return (
    <>
      {parts(turn).map((part) =>
        part.doubtful ? (
          <span key={part.at} className="doubt" title={t('doubt.title')} data-spoken={t('doubt.spoken')}>
            <Marked part={part} heard={heard} />
          </span>
        ) : (
          <Marked key={part.at} part={part} heard={heard} />
        ),
      )}
      {turn.speaker === 'partner' && turn.interrupted && <span className="text-muted">{t('doubt.cut')}</span>}
    </>
  )
}

/** A part's text with the word in it that is heard right now. */
function Marked({ part: { text, at }, heard }: { part: TextPart; heard: Range | null }) {
  const from = heard ? Math.max(0, heard[0] - at) : 0
  const to = heard ? Math.min(text.length, heard[1] - at) : 0
  if (from >= to) return text
  return (
    <>
      {text.slice(0, from)}
      <mark className="rounded-sm bg-you-soft text-inherit" data-testid="heard-word">
        {text.slice(from, to)}
      </mark>
      {text.slice(to)}
    </>
  )
}

/** From and to, as positions in the text. */
export type Range = readonly [number, number]

/**
 * Where each word stands in the text and when it is said. Words that cannot be found, because the text was written
 * differently, end the list.
 */
export function timedWords({ text, words }: Pick<Turn, 'text' | 'words'>): { range: Range; startMs: number }[] {
  const found: { range: Range; startMs: number }[] = []
  let at = 0
  for (const word of words) {
    const start = text.toLowerCase().indexOf(word.text.toLowerCase(), at)
    if (start < 0) break
    at = start + word.text.length
    found.push({ range: [start, at], startMs: word.start_ms })
  }
  return found
}

export interface TextPart {
  text: string
  doubtful: boolean
  /** Where it begins in the turn's text. */
  at: number
}

/**
 * The text cut at the doubtful words, spaces kept; neighbours that are alike stay together. Words that cannot be found
 * in the text, because it was written differently, fall back to the confidence of the whole turn.
 */
export function parts({ speaker, text, words, confidence }: Spoken): TextPart[] {
  const whole = [{ text, doubtful: speaker === 'learner' && confidence != null && confidence < DOUBTFUL, at: 0 }]
  if (speaker !== 'learner' || !words?.some((word) => word.confidence != null)) return whole
  const found: TextPart[] = []
  let at = 0
  for (const word of words) {
    const start = text.toLowerCase().indexOf(word.text.toLowerCase(), at)
    if (start < 0) return whole
    add(found, { text: text.slice(at, start), doubtful: false, at })
    at = start + word.text.length
    add(found, {
      text: text.slice(start, at),
      doubtful: word.confidence != null && word.confidence < DOUBTFUL,
      at: start,
    })
  }
  add(found, { text: text.slice(at), doubtful: false, at })
  return found
}

function add(found: TextPart[], part: TextPart): void {
  if (part.text === '') return
  const last = found.at(-1)
  const before = found.at(-2)
  if (last && last.doubtful === part.doubtful) last.text += part.text
  else if (part.doubtful && before?.doubtful && last?.text.trim() === '') {
    before.text += last.text + part.text
    found.pop()
  } else found.push(part)
}
