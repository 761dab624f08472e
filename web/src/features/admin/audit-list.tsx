import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '@/api/types'
import { humanise } from '@/lib/format'
import { useNamedText } from '@/lib/named-text'

interface AuditListProps {
  items: readonly AuditEntry[]
  onActor: (actor: { id: string; name: string }) => void
}

/** Lines, the newest first: when, who, what, to whom. */
export function AuditList({ items, onActor }: AuditListProps) {
  const { t, i18n } = useTranslation()
  const at = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })
  return (
    <ol aria-label={t('audit.title')} className="mt-6 overflow-hidden rounded-card border border-line bg-raised">
      {items.map((line) => (
        <li
          key={line.id}
          className="grid gap-x-6 gap-y-0.5 border-t border-line px-4.5 py-3 first:border-0 sm:px-6 md:grid-cols-[11.5rem_minmax(0,1fr)]"
        >
          <time dateTime={new Date(line.at).toISOString()} className="num text-sm text-muted md:pt-0.5">
            {at.format(line.at)}
          </time>
          <div className="min-w-0">
            <p className="wrap-anywhere">
              <Actor line={line} onActor={onActor} />
              {' · '}
              <What action={line.action} />
            </p>
            <p className="text-sm wrap-anywhere text-muted">{about(line).join(' · ')}</p>
          </div>
        </li>
      ))}
    </ol>
  )
}

function Actor({ line: { actor }, onActor }: { line: AuditEntry; onActor: AuditListProps['onActor'] }) {
  const { t } = useTranslation()
  if (!actor) return <span className="text-muted">{t('audit.server')}</span>
  const name = actor.name ?? t('audit.gone')
  return (
    <button
      type="button"
      className="cursor-pointer font-[550] hover:underline"
      onClick={() => onActor({ id: actor.id, name })}
    >
      {name}
    </button>
  )
}

/** In words where there are some; else the action's own name. */
function What({ action }: { action: string }) {
  const named = useNamedText()
  return named(`audit.action.${action.replaceAll('.', '_')}`) || humanise(action.replaceAll('.', ' '))
}

/** What the line is about, as it was written. */
function about({ subject, detail, address }: AuditEntry): string[] {
  const plain = (value: unknown): string =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, one]) => `${key} ${plain(one)}`)
          .join(', ')
      : String(value)
  const details = Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${humanise(key).toLowerCase()}: ${plain(value)}`)
  return [subject, ...details, ...(address ? [address] : [])]
}
