import { useTranslation } from 'react-i18next'
import type { Turn } from '@/api/types'
import { TurnText } from '@/components/turn-text'
import { PlayPart } from './quote'

interface TranscriptProps {
  turns: readonly Turn[]
  partner: string
}

/** Everything that was said, each turn with its time. */
export function Transcript({ turns, partner }: TranscriptProps) {
  const { t } = useTranslation()
  const doubts = turns.some((turn) => turn.speaker === 'learner')
  return (
    <section aria-labelledby="transcript" className="mt-14">
      <h2 id="transcript">{t('report.transcript')}</h2>
      {doubts && <p className="mt-1 text-sm text-muted">{t('report.transcript_note')}</p>}
      <ol className="mt-5 grid max-w-read gap-5">
        {turns.map((turn) => (
          <li key={turn.id} id={`turn-${turn.id}`} className="grid gap-0.5" data-testid={`turn-${turn.speaker}`}>
            <div className="flex items-center gap-3">
              <span className={`text-sm font-semibold ${turn.speaker === 'learner' ? 'text-you' : 'text-partner-ink'}`}>
                {turn.speaker === 'learner' ? t('session.you') : partner}
              </span>
              {turn.typed ? (
                <span className="text-sm text-muted">{t('report.typed')}</span>
              ) : (
                <PlayPart startMs={turn.start_ms} endMs={turn.end_ms} about={turn.text} />
              )}
            </div>
            <p className="text-lg">
              <TurnText turn={turn} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
