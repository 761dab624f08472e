import { Pause, Play } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { RetryLink } from '@/components/retry-link'
import { useSpoken } from '@/components/spoken'
import { clock } from '@/lib/format'
import { usePlayer, usePlayerState } from './playback'

interface QuoteProps {
  quote: string
  startMs: number | null
  endMs: number | null
  /** The turn that it is from, for the way back to that moment. */
  turnId?: string
}

/** Your own words, with the sound they were said in. */
export function Quote({ quote, startMs, endMs, turnId }: QuoteProps) {
  return (
    <blockquote className="border-l-[3px] border-you pl-3.5">
      <p {...useSpoken()}>{quote}</p>
      <div className="flex flex-wrap items-center gap-x-3">
        {startMs !== null && <PlayPart startMs={startMs} endMs={endMs} about={quote} />}
        {turnId && <RetryLink turnId={turnId} about={quote} />}
      </div>
    </blockquote>
  )
}

interface PlayPartProps {
  startMs: number
  endMs: number | null
  /** What is played, for people who cannot see where the button stands. */
  about: string
  /** The time that is written on it, when it is not where playing begins. */
  shown?: string
}

/** A small button that plays one part of the recording; just the time when there is none. */
export function PlayPart({ startMs, endMs, about, shown }: PlayPartProps) {
  const { t } = useTranslation()
  const player = usePlayer()
  const part = useId()
  const playing = usePlayerState((state) => state.playing && state.part === part, false)
  const time = shown ?? clock(startMs)
  if (!player) return <span className="num text-sm text-muted">{time}</span>
  const Icon = playing ? Pause : Play
  return (
    <button
      type="button"
      onClick={() => void player.play(startMs, endMs, part)}
      aria-pressed={playing}
      aria-label={t(playing ? 'report.stop_quote' : 'report.play_quote', { time, quote: about })}
      data-print="time"
      className="group -my-1.5 -ml-1 inline-flex min-h-11 cursor-pointer items-center px-1 print:my-0 print:min-h-0"
    >
      <span className="num inline-flex items-center gap-1.5 rounded-full bg-you-soft px-3 print:bg-transparent py-1 text-sm font-[550] text-you group-hover:text-ink print:px-0 print:text-muted">
        <Icon aria-hidden="true" className="size-3 fill-current print:hidden" />
        {time}
      </span>
    </button>
  )
}
