import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isAudible, isOver } from '@/api/sessions'
import type { Session } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Card } from '@/components/card'
import { Thumbnail } from '@/components/thumbnail'
import { duration, moment } from '@/lib/format'

/** What you did last, the one next step, and the way back to it. A conversation that is still open comes first. */
export function LastPractice({ session }: { session: Session }) {
  const { t, i18n } = useTranslation()
  const title = session.scenario_title ?? t('session.free')
  const about = [
    t('home.last', { when: moment(session.created_at, Date.now(), i18n.language) }),
    title,
    ...(session.duration_ms ? [duration(session.duration_ms, i18n.language)] : []),
  ].join(' · ')
  return (
    <Card
      aria-label={t('home.last_label')}
      className="grid items-center gap-6 sm:grid-cols-[minmax(0,1fr)_300px] sm:gap-8"
    >
      <div className="max-sm:order-2">
        <p className="num text-sm text-muted">{about}</p>
        <p className="mt-2 mb-5 max-w-[46ch] text-lg">{useWhatNext(session)}</p>
        <div className="flex flex-wrap items-center gap-3">
          <Actions session={session} />
        </div>
      </div>
      <Thumbnail session={session} height={isAudible(session) ? 110 : 24} />
    </Card>
  )
}

function useWhatNext(session: Session): string {
  const { t } = useTranslation()
  if (!isOver(session)) return t('home.open')
  if (session.next_step) return t('home.next_step', { step: session.next_step })
  return t(session.turn_count > 0 ? 'home.no_report_yet' : 'home.nothing_said')
}

function Actions({ session }: { session: Session }) {
  const { t } = useTranslation()
  if (!isOver(session))
    return (
      <Link to="/sessions/$id" params={{ id: session.id }} className={buttonClass('primary')}>
        {t('home.go_back_in')}
      </Link>
    )
  return (
    <>
      {session.scenario_id && (
        <Link to="/practice/$id" params={{ id: session.scenario_id }} className={buttonClass('primary')}>
          {t('report.try_again')}
        </Link>
      )}
      {session.turn_count > 0 && (
        <Link to="/sessions/$id" params={{ id: session.id }} className={buttonClass('quiet')}>
          {t('home.read_report')}
        </Link>
      )}
    </>
  )
}
