import { useLocation } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Turn } from '@/api/types'
import { RetryLink } from '@/components/retry-link'
import { useSpoken } from '@/components/spoken'
import { TurnText, timedWords } from '@/components/turn-text'
import { clock } from '@/lib/format'
import { CorrectButton, CorrectForm, HeardAs } from './correct-turn'
import { usePlayer, usePlayerState } from './playback'
import { PlayPart } from './quote'
import { asSaid } from './said'

/** What the address of a turn on its page begins with. */
const TURN = 'turn-'

interface TranscriptProps {
  turns: readonly Turn[]
  partner: string
  /** A turn was corrected; left out for whoever may not do that. */
  onCorrected?: (() => void) | undefined
}

/** Everything that was said, each turn with its time; while the recording plays, the word that is heard is marked. */
export function Transcript({ turns, partner, onCorrected }: TranscriptProps) {
  const { t } = useTranslation()
  const sought = useLocation({ select: ({ hash }) => hash })
  useEffect(() => {
    if (sought.startsWith(TURN)) document.getElementById(sought)?.scrollIntoView({ block: 'center' })
  }, [sought])
  const doubts = turns.some((turn) => turn.speaker === 'learner')
  const ways = [...(doubts && onCorrected ? [t('correct.note')] : []), ...(usePlayer() ? [t('report.jump_note')] : [])]
  return (
    <section aria-labelledby="transcript" className="mt-14">
      <h2 id="transcript">{t('report.transcript')}</h2>
      {(doubts || ways.length > 0) && (
        <p className="mt-1 max-w-read text-sm text-muted">
          {doubts && t('report.transcript_note')} <span className="print:hidden">{ways.join(' ')}</span>
        </p>
      )}
      <ol className="mt-5 grid max-w-read grid-cols-[minmax(0,1fr)] gap-5 print:gap-2">
        {turns.map((turn) => (
          <TurnRow
            key={turn.id}
            turn={turn}
            partner={partner}
            sought={sought === TURN + turn.id}
            onCorrected={onCorrected}
          />
        ))}
      </ol>
    </section>
  )
}

interface TurnRowProps {
  turn: Turn
  partner: string
  /** The address leads here. */
  sought: boolean
  onCorrected: (() => void) | undefined
}

function TurnRow({ turn, partner, sought, onCorrected }: TurnRowProps) {
  const { t } = useTranslation()
  const said = useMemo(() => asSaid(turn), [turn])
  const { heard, playing } = useHeard(said)
  const [correcting, setCorrecting] = useState(false)
  const mine = turn.speaker === 'learner'
  return (
    <li
      id={TURN + turn.id}
      className={`-mx-3 grid grid-cols-[minmax(0,1fr)] gap-0.5 rounded px-3 py-1 transition-colors ${playing || sought ? 'bg-sunk' : ''}`}
      data-testid={`turn-${turn.speaker}`}
      aria-current={playing}
    >
      <div className="flex flex-wrap items-center gap-x-3 max-sm:gap-x-2">
        <span className={`text-sm font-semibold ${mine ? 'text-you' : 'text-partner-ink'}`}>
          {mine ? t('session.you') : partner}
        </span>
        {turn.typed ? (
          <span className="text-sm text-muted">{t('report.typed')}</span>
        ) : (
          <PlayPart startMs={turn.start_ms} endMs={turn.end_ms} about={said.text} />
        )}
        {turn.cuts_in && <span className="text-sm text-muted">{t('report.cut_into')}</span>}
        {mine && onCorrected && !correcting && <CorrectButton turn={turn} onClick={() => setCorrecting(true)} />}
        {mine && (
          <span className="ml-auto print:hidden">
            <RetryLink short turnId={turn.id} about={said.text} />
          </span>
        )}
      </div>
      {correcting && onCorrected ? (
        <CorrectForm turn={turn} onClose={() => setCorrecting(false)} onCorrected={onCorrected} />
      ) : (
        <Words turn={said} heard={heard} />
      )}
      <HeardAs turn={turn} onCorrected={onCorrected} />
    </li>
  )
}

/** The words; pressed, the recording goes on from here. */
function Words({ turn, heard }: { turn: Turn; heard: readonly [number, number] | null }) {
  const { t } = useTranslation()
  const player = usePlayer()
  const spoken = useSpoken()
  const text = <TurnText turn={turn} heard={heard} />
  if (!player || turn.typed)
    return (
      <p {...spoken} className="text-lg print:text-base">
        {text}
      </p>
    )
  return (
    <button
      type="button"
      title={t('report.jump', { time: clock(turn.start_ms) })}
      onClick={() => void player.play(turn.start_ms)}
      data-print="words"
      className="cursor-pointer text-left text-lg select-text print:text-base"
    >
      <span {...spoken}>{text}</span>
    </button>
  )
}

const SILENT = -2
const WHOLE = -1

/** Whether this turn is being played, and which of its words. */
function useHeard(turn: Turn) {
  const words = useMemo(() => timedWords(turn), [turn])
  const at = usePlayerState(({ playing, positionMs }) => {
    if (!playing || turn.typed || positionMs < turn.start_ms || positionMs >= turn.end_ms) return SILENT
    return words.findLastIndex(({ startMs }) => startMs <= positionMs)
  }, SILENT)
  return { playing: at >= WHOLE, heard: words[at]?.range ?? null }
}
