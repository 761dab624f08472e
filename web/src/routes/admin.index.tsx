import { useQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { overviewQuery } from '@/api/admin'
import { AdminPage } from '@/components/admin-page'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { EngineCard } from '@/features/admin/engine-card'
import { Glance } from '@/features/admin/glance'
import { KeepingCard } from '@/features/admin/keeping-card'
import { Talks } from '@/features/admin/talks'
import { Worries } from '@/features/admin/worries'
import { isAdmin } from '@/lib/menu'

export const Route = createFileRoute('/admin/')({
  component: OverviewPage,
  staticData: { menu: { text: 'nav.admin', order: 10, group: 'admin', for: isAdmin } },
})

/** How the server is, at a glance. */
function OverviewPage() {
  const { t } = useTranslation()
  return (
    <AdminPage title={t('admin.title')}>
      <Now />
    </AdminPage>
  )
}

function Now() {
  const { t } = useTranslation()
  const { data, error, isPending, refetch } = useQuery(overviewQuery)
  if (isPending) return <Slow what={t('admin.loading')} />
  if (!data) return <Problem error={error} what={t('admin.failed')} retry={() => void refetch()} />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Worries overview={data} />
      <Glance overview={data} />
      <section aria-labelledby="going-on">
        <h2 id="going-on">{t('admin.going_on')}</h2>
        <Talks state="open" />
      </section>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
        <EngineCard overview={data} />
        <KeepingCard overview={data} />
      </div>
    </div>
  )
}
