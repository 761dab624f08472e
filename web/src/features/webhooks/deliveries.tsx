import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Webhook, WebhookDelivery } from '@/api/types'
import { deliveriesQuery, useSendAgain } from '@/api/webhooks'
import { Button } from '@/components/button'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { moment } from '@/lib/format'
import { eventKey } from './events'

/** What was sent to one endpoint and what became of it, the newest first. */
export function Deliveries({ endpoint }: { endpoint: Webhook }) {
  const { t } = useTranslation()
  const log = useInfiniteQuery(deliveriesQuery(endpoint.id))
  if (log.isPending) return <Slow what={t('webhooks.log_loading')} />
  if (!log.data) return <Problem error={log.error} what={t('webhooks.log_failed')} retry={() => void log.refetch()} />
  const deliveries = log.data.pages.flatMap(({ items }) => items)
  if (deliveries.length === 0) return <p className="pb-2 text-muted">{t('webhooks.log_empty')}</p>
  return (
    <>
      <ul aria-label={t('webhooks.log')} className="grid divide-y divide-line">
        {deliveries.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} endpoint={endpoint} />
        ))}
      </ul>
      {log.hasNextPage && (
        <Button className="mt-3" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t('webhooks.log_more')}
        </Button>
      )}
    </>
  )
}

function Row({ delivery, endpoint }: { delivery: WebhookDelivery; endpoint: Webhook }) {
  const { t, i18n } = useTranslation()
  const again = useSendAgain(endpoint.id)
  const waiting = delivery.next_at !== null && delivery.next_at <= Date.now()
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
      <div className="min-w-[min(100%,16rem)] flex-1">
        <p className="num flex flex-wrap items-baseline gap-x-3">
          <span className="inline-block font-[550] first-letter:uppercase">
            {t(`webhooks.short_${eventKey(delivery.type)}`)}
          </span>
          <span className="text-sm text-muted">{moment(delivery.created_at, Date.now(), i18n.language)}</span>
          {delivery.session_id !== null && (
            <Link to="/sessions/$id" params={{ id: delivery.session_id }} className="linked text-sm">
              {t('webhooks.talk')}
            </Link>
          )}
        </p>
        <p className="num text-sm text-muted">
          <Outcome delivery={delivery} />
        </p>
        {delivery.answer !== null && (
          <blockquote className="mt-1 border-l-2 border-line pl-3 text-sm wrap-anywhere">{delivery.answer}</blockquote>
        )}
      </div>
      {endpoint.disabled_at === null && !waiting && (
        <Button
          variant="quiet"
          className="-mr-3 px-3! max-sm:-ml-3"
          disabled={again.isPending}
          onClick={() => again.mutate(delivery.id)}
        >
          {t('webhooks.again')}
        </Button>
      )}
      {again.isError && <Problem error={again.error} what={t('webhooks.not_again')} />}
    </li>
  )
}

/** How often it was tried, what the other side said, and when it is tried next. */
function Outcome({ delivery }: { delivery: WebhookDelivery }) {
  const { t, i18n } = useTranslation()
  const { attempts, delivered_at: taken, next_at: next, status, error } = delivery
  const at = (time: number) => moment(time, Date.now(), i18n.language)
  if (taken !== null) return t('webhooks.taken', { count: attempts, at: at(taken), status })
  const failed = error !== null && attempts > 0 ? t('webhooks.tried', { count: attempts, error }) : ''
  if (next === null)
    return failed ? (
      <span className="text-danger">{`${failed} ${t('webhooks.given_up')}`}</span>
    ) : (
      t('webhooks.never_sent')
    )
  return `${failed} ${next <= Date.now() ? t('webhooks.sending') : t('webhooks.next', { at: at(next) })}`.trim()
}
