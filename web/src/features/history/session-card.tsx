import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isAudible, isOver, may } from '@/api/sessions'
import type { Session } from '@/api/types'
import { cardClass } from '@/components/card'
import { Thumbnail } from '@/components/thumbnail'
import { duration, moment, money } from '@/lib/format'
import { useTitle } from '@/lib/session-title'

const SOON_MS = 14 * 86_400_000

/** What of a talk goes first by itself, when that is soon. */
function goesSoon({ expires_at }: Session) {
  const soon = (['audio', 'transcript', 'feedback'] as const)
    .flatMap((kind) => (expires_at[kind] === undefined ? [] : [{ kind, at: expires_at[kind] }]))
    .filter(({ at }) => at - Date.now() < SOON_MS)
  return soon.sort((one, other) => one.at - other.at)[0]
}

function stateOf(session: Session) {
  if (!may(session, 'read')) return 'history.not_shared'
  if (session.expired_at['transcript'] !== undefined) return 'history.expired'
  return session.turn_count > 0 ? 'history.no_report' : 'history.nothing_said'
}

/** One talk: when, with whom, its picture, and the step that was next. */
export function SessionCard({ session }: { session: Session }) {
  const { t, i18n } = useTranslation()
  const soonest = goesSoon(session)
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
    ...(session.owner_name ? [t('history.of', { name: session.owner_name })] : []),
    ...(soonest === undefined
      ? []
      : [
          t(`history.goes.${soonest.kind}`, {
            day: new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(soonest.at),
          }),
        ]),
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
        <p className="mt-1 text-muted">{session.next_step ?? t(stateOf(session))}</p>
      </div>
    </Link>
  )
}
