import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '@/api/types'
import { useDeleteWebhook, useSwitchWebhook, useTestWebhook } from '@/api/webhooks'
import { Button } from '@/components/button'
import { cardClass, Tag } from '@/components/card'
import { Dialog } from '@/components/dialog'
import { Problem } from '@/components/problem'
import { moment } from '@/lib/format'
import { Deliveries } from './deliveries'
import { eventKey } from './events'

/** One endpoint: what it is told, how it fares, and what one can do with it. */
export function WebhookCard({ endpoint }: { endpoint: Webhook }) {
  const { t } = useTranslation()
  const test = useTestWebhook(endpoint.id)
  const turn = useSwitchWebhook(endpoint.id)
  const [shown, setShown] = useState(false)
  const on = endpoint.disabled_at === null
  return (
    <article aria-label={endpoint.url} className={cardClass}>
      <h2 className="wrap-anywhere">{endpoint.url}</h2>
      <p className="mt-1 text-muted">
        {t('webhooks.told', {
          events: endpoint.events.map((one) => t(`webhooks.short_${eventKey(one)}`)).join(', '),
        })}
      </p>
      <div className="num mt-3 flex flex-wrap items-center gap-2">
        <State endpoint={endpoint} />
        <Tag>{t(endpoint.content ? 'webhooks.with_content' : 'webhooks.without_content')}</Tag>
      </div>
      <div className="mt-4 flex flex-wrap gap-3">
        {on && (
          <Button disabled={test.isPending} onClick={() => test.mutate(undefined, { onSuccess: () => setShown(true) })}>
            {t('webhooks.test')}
          </Button>
        )}
        <Button disabled={turn.isPending} onClick={() => turn.mutate(!on)}>
          {t(on ? 'webhooks.switch_off' : 'webhooks.switch_on')}
        </Button>
        <DeleteButton endpoint={endpoint} />
      </div>
      {test.isError && <Problem error={test.error} what={t('webhooks.not_tested')} />}
      {turn.isError && <Problem error={turn.error} what={t('webhooks.not_switched')} />}
      <details
        open={shown}
        onToggle={(event) => setShown(event.currentTarget.open)}
        className="mt-4 border-t border-line pt-1"
      >
        <summary className="min-h-11 py-2.5 font-[550]">{t('webhooks.log')}</summary>
        {shown && <Deliveries endpoint={endpoint} />}
      </details>
    </article>
  )
}

/** Whether messages go there, and whether they arrive. */
function State({ endpoint }: { endpoint: Webhook }) {
  const { t, i18n } = useTranslation()
  const { disabled_at: off, failing_since: failing } = endpoint
  const since = (at: number) => moment(at, Date.now(), i18n.language)
  if (off !== null)
    return (
      <span className="text-danger">
        {failing === null
          ? t('webhooks.off', { at: since(off) })
          : t('webhooks.off_failing', { at: since(off), since: since(failing) })}
      </span>
    )
  if (failing !== null) return <span className="text-danger">{t('webhooks.failing', { since: since(failing) })}</span>
  return <span>{t('webhooks.on')}</span>
}

function DeleteButton({ endpoint }: { endpoint: Webhook }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const remove = useDeleteWebhook(endpoint.id)
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t('webhooks.delete')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('webhooks.delete_sure')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('webhooks.delete_no')}</Button>
            <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate(undefined)}>
              {t('webhooks.delete_yes')}
            </Button>
          </>
        }
      >
        <p className="wrap-anywhere">{endpoint.url}</p>
        <p>{t('webhooks.delete_text')}</p>
        {remove.isError && <Problem error={remove.error} what={t('webhooks.not_deleted')} />}
      </Dialog>
    </>
  )
}
