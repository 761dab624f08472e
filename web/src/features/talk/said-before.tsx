import { useTranslation } from 'react-i18next'
import { useBefore } from '@/api/takes'
import type { Session } from '@/api/types'

/** Of another take, what is restored: there to read, dimmed, and no part of what is said now. */
export function SaidBefore({ session, partner }: { session: Session; partner: string }) {
  const { t } = useTranslation()
  const before = useBefore(session.id, session.retry_of !== null)
  if (!session.retry_of) return null
  const items = before.data?.items ?? []
  return (
    <section aria-label={t('retry.restored')} aria-live="off" className="grid gap-4 text-muted" data-testid="before">
      {items.length > 0 && <p className="text-sm">{t('retry.restored')}</p>}
      {items.map((item) => (
        <div key={`${item.session_id}-${item.id}`} className="border-l border-line pl-3.5">
          <p className="text-sm font-semibold">{item.speaker === 'learner' ? t('session.you') : partner}</p>
          <p lang={session.language}>{item.text}</p>
        </div>
      ))}
      <p className="flex items-center gap-3 text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('retry.begins')}
      </p>
    </section>
  )
}
