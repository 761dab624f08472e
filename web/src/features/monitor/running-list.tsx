import { useTranslation } from 'react-i18next'
import type { RunningTalk } from '@/api/types'
import { cardClass } from '@/components/card'
import { clock } from '@/lib/format'

interface RunningListProps {
  talks: readonly RunningTalk[]
  chosen: string | null
  onChoose: (id: string) => void
}

/** The talks that may be followed now. */
export function RunningList({ talks, chosen, onChoose }: RunningListProps) {
  const { t } = useTranslation()
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] content-start gap-3" aria-label={t('monitor.list')}>
      {talks.map((talk) => (
        <li key={talk.session_id}>
          <button
            type="button"
            aria-pressed={talk.session_id === chosen}
            onClick={() => onChoose(talk.session_id)}
            className={`${cardClass} w-full cursor-pointer text-left hover:border-edge aria-pressed:border-you`}
          >
            <span className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 font-semibold">{talk.learner}</span>
              <span className="num text-sm text-muted">{clock(talk.duration_ms)}</span>
            </span>
            <span className="block">{talk.scenario_title ?? t('monitor.free')}</span>
            <span className="block text-sm text-muted">
              {t(talk.state === 'live' ? 'monitor.turns' : 'monitor.turns_waiting', { count: talk.turn_count })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
