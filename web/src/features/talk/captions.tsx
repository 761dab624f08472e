import type { Line } from '@feedbackyes/realtime'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Turn } from '@/api/types'
import { useSpoken } from '@/components/spoken'
import { TurnText } from '@/components/turn-text'

/** Lines that stay in full ink; what is further back steps back. */
const RECENT = 3
const AT_END_PX = 60

interface CaptionsProps {
  lines: readonly Line[]
  partner: string
  /** What stands here before anything was said. */
  empty: string
  /** What stands above everything: of another take, what was said before it. */
  above?: ReactNode
}

/** What is being said, as text. Screen readers hear a line once it is final. */
export function Captions({ lines, partner, empty, above }: CaptionsProps) {
  const { t } = useTranslation()
  const box = useFollowing(lines)
  return (
    <div
      ref={box}
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      aria-label={t('talk.captions')}
      data-testid="captions"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="tall:overflow-y-auto min-h-40 flex-1 overscroll-contain"
    >
      {/* What scrolls away fades out instead of being cut in the middle of its letters. */}
      <div
        aria-hidden="true"
        className="tall:block pointer-events-none sticky top-0 -mb-6 hidden h-6 bg-linear-to-b from-paper to-transparent"
      />
      <div className="flex min-h-full max-w-read flex-col justify-end gap-4 pt-6 pb-6 sm:gap-5">
        {above}
        {lines.length === 0 && <p className="text-lg text-muted">{empty}</p>}
        {lines.map((line, i) => (
          <Caption key={`${line.id}-${line.final}`} line={line} partner={partner} old={i < lines.length - RECENT} />
        ))}
      </div>
    </div>
  )
}

function Caption({ line, partner, old }: { line: Line; partner: string; old: boolean }) {
  const { t } = useTranslation()
  const mine = line.speaker === 'learner'
  return (
    <div aria-hidden={!line.final} data-testid={`line-${line.speaker}`} data-final={line.final}>
      <p className={`text-sm font-semibold ${mine ? 'text-you' : 'text-partner-ink'}`}>
        {mine ? t('session.you') : partner}
        {line.typed && <span className="font-normal text-muted"> {t('report.typed')}</span>}
      </p>
      <p {...useSpoken()} className={`text-lg ${old ? 'text-muted' : ''}`}>
        {line.final && line.turn ? <TurnText turn={toTurn(line)} /> : line.text}
        {line.ahead && <span className="text-muted"> {line.ahead}</span>}
        {!line.final && line.interrupted && <span className="text-muted">{t('doubt.cut')}</span>}
      </p>
    </div>
  )
}

/** A line of the call in the words of the API. */
function toTurn({
  text,
  speaker,
  interrupted,
  turn,
}: Line): Pick<Turn, 'speaker' | 'text' | 'words' | 'confidence' | 'interrupted'> {
  const words = turn?.words.map((word) => ({
    text: word.text,
    start_ms: word.startMs,
    end_ms: word.endMs,
    confidence: word.confidence,
  }))
  return { speaker, text, interrupted, confidence: turn?.confidence ?? null, words: words ?? [] }
}

/** Keeps the newest line in view, unless somebody has scrolled back to read. In a low window the page scrolls instead. */
function useFollowing(lines: readonly Line[]) {
  const box = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  useEffect(() => {
    const look = () => {
      const scroller = scrollerOf(box.current)
      following.current = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_END_PX
    }
    addEventListener('scroll', look, { passive: true, capture: true })
    return () => removeEventListener('scroll', look, { capture: true })
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the lines may make the text longer
  useEffect(() => {
    const scroller = scrollerOf(box.current)
    if (following.current) scroller.scrollTop = scroller.scrollHeight
  }, [lines])
  useEffect(() => {
    const content = box.current?.firstElementChild
    if (!content || typeof ResizeObserver === 'undefined') return
    // The window, a hint, what was said before: all of them may push the newest line out of view.
    const observer = new ResizeObserver(() => {
      const scroller = scrollerOf(box.current)
      if (following.current) scroller.scrollTop = scroller.scrollHeight
    })
    observer.observe(content)
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return box
}

const scrollerOf = (box: HTMLElement | null): Element =>
  box && getComputedStyle(box).overflowY === 'auto' ? box : document.documentElement
