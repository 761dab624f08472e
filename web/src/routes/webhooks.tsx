import { useQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/api/authoring'
import type { MadeWebhook } from '@/api/types'
import { webhooksQuery } from '@/api/webhooks'
import { AdminNav } from '@/components/admin-nav'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { AddWebhook } from '@/features/webhooks/add-webhook'
import { Secret } from '@/features/webhooks/secret'
import { WebhookCard } from '@/features/webhooks/webhook-card'
import { isAdmin } from '@/lib/menu'

export const Route = createFileRoute('/webhooks')({
  component: WebhooksPage,
  staticData: { menu: { text: 'nav.webhooks', order: 50, group: 'admin', for: isAdmin } },
})

/** Where other systems are told of talks, for admins. */
function WebhooksPage() {
  const { t } = useTranslation()
  const me = useQuery(meQuery)
  return (
    <Shell title={t('webhooks.title')}>
      <AdminNav />
      <h1>{t('webhooks.title')}</h1>
      <p className="mt-2 mb-8 max-w-read text-muted">{t('webhooks.text')}</p>
      {me.isPending && <Slow what={t('webhooks.loading')} />}
      {me.isError && <Problem error={me.error} what={t('webhooks.failed')} retry={() => void me.refetch()} />}
      {me.data &&
        (me.data.role === 'admin' ? (
          <div className="max-w-read">
            <Endpoints />
          </div>
        ) : (
          <Notice title={t('webhooks.admins_only')}>{t('webhooks.admins_only_text')}</Notice>
        ))}
    </Shell>
  )
}

function Endpoints() {
  const { t } = useTranslation()
  const endpoints = useQuery(webhooksQuery)
  const [made, setMade] = useState<MadeWebhook | null>(null)
  if (endpoints.isPending) return <Slow what={t('webhooks.loading')} />
  if (!endpoints.data)
    return <Problem error={endpoints.error} what={t('webhooks.failed')} retry={() => void endpoints.refetch()} />
  const { items } = endpoints.data
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {made && <Secret made={made} onClose={() => setMade(null)} />}
      {items.length > 0 && (
        <ul aria-label={t('webhooks.list')} className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {items.map((endpoint) => (
            <li key={endpoint.id}>
              <WebhookCard endpoint={endpoint} />
            </li>
          ))}
        </ul>
      )}
      <AddWebhook first={items.length === 0} onMade={setMade} />
    </div>
  )
}
