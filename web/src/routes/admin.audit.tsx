import { useInfiniteQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AuditFilter, auditQuery } from '@/api/admin'
import { AdminPage } from '@/components/admin-page'
import { Button } from '@/components/button'
import { Choice } from '@/components/choice'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { AuditList } from '@/features/admin/audit-list'
import { isAdmin } from '@/lib/menu'

export const Route = createFileRoute('/admin/audit')({
  component: AuditPage,
  staticData: { menu: { text: 'nav.audit', order: 70, group: 'admin', for: isAdmin } },
})

/** Beginnings of actions: what lines are about. */
const KINDS = ['', 'user', 'team', 'token', 'session', 'pulse', 'retention'] as const

function AuditPage() {
  const { t } = useTranslation()
  return (
    <AdminPage title={t('audit.title')} text={t('audit.text')}>
      <Lines />
    </AdminPage>
  )
}

function Lines() {
  const { t } = useTranslation()
  const [action, setAction] = useState<(typeof KINDS)[number]>('')
  const [actor, setActor] = useState<{ id: string; name: string } | null>(null)
  const filter: AuditFilter = { action, actor: actor?.id ?? '' }
  const lines = useInfiniteQuery(auditQuery(filter))
  const items = lines.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <div className="flex flex-wrap items-end gap-4">
        <div className="w-56">
          <Choice
            label={t('audit.about')}
            value={action}
            values={KINDS}
            text={(one) => t(`audit.kind.${one || 'all'}`)}
            onChange={setAction}
          />
        </div>
        {actor && <Button onClick={() => setActor(null)}>{t('audit.all_but', { name: actor.name })}</Button>}
      </div>
      {lines.isPending && <Slow what={t('audit.loading')} />}
      {lines.isError && (
        <div className="mt-6">
          <Problem error={lines.error} what={t('audit.failed')} retry={() => void lines.refetch()} />
        </div>
      )}
      {lines.data && items.length === 0 && (
        <p className="mt-6 text-muted">{t(action || actor ? 'audit.none' : 'audit.empty')}</p>
      )}
      {items.length > 0 && <AuditList items={items} onActor={setActor} />}
      {lines.hasNextPage && (
        <Button className="mt-4" disabled={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
          {t('people.more')}
        </Button>
      )}
    </>
  )
}
