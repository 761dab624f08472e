import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isAudible, isOver } from '@/api/sessions'
import type { Session } from '@/api/types'
import { cardClass } from '@/components/card'
import { Thumbnail } from '@/components/thumbnail'
import { duration, moment, money } from '@/lib/format'
import { useTitle } from '@/lib/session-title'

/** One talk: when, with whom, its picture, and the step that was next. */
export function SessionCard({ session }: { session: Session }) {
  const { t, i18n } = useTranslation()
  const facts = [
    moment(session.created_at, Date.now(), i18n.language),
    ...(session.duration_ms ? [duration(session.duration_ms, i18n.language)] : []),
    ...(session.transport === 'phone' ? [t('history.phone')] : []),
    ...(session.cost?.cost_usd
      ? [
          t(session.cost.unknown ? 'cost.talk_at_least' : 'cost.talk', {
            usd: money(session.cost.cost_usd, 'USD', i18n.language),
          }),
        ]
      : []),
    ...(isOver(session) ? [] : [t('history.open')]),
    ...(session.state === 'interrupted' ? [t('history.interrupted')] : []),
  ]
  return (
    <Link
      to="/sessions/$id"
      params={{ id: session.id }}
      className={`${cardClass} grid h-full content-start gap-3 text-inherit no-underline transition-colors hover:border-edge`}
    >
      <Thumbnail session={session} height={isAudible(session) ? 64 : 24} />
      <div className="grid gap-1">
        <h2 className="text-[17px]">{useTitle(session.scenario_title, session.partner_name)}</h2>
        <p className="num text-sm text-muted">{facts.join(' · ')}</p>
        <p className="mt-1 text-muted">
          {session.next_step ?? t(session.turn_count > 0 ? 'history.no_report' : 'history.nothing_said')}
        </p>
      </div>
    </Link>
  )
}
