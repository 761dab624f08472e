import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type TalkState, talksQuery, useDeleteTalk, useForceStop } from '@/api/admin'
import type { ExistingTalk } from '@/api/types'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { clock, moment, money } from '@/lib/format'

/** That talks exist, how long they were and what they cost; not what was said. */
export function Talks({ state }: { state: TalkState }) {
  const { t } = useTranslation()
  const talks = useInfiniteQuery(talksQuery(state))
  if (talks.isPending) return <Slow what={t('admin.loading_talks')} />
  if (!talks.data)
    return <Problem error={talks.error} what={t('admin.talks_failed')} retry={() => void talks.refetch()} />
  const items = talks.data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return <p className="mt-2 text-muted">{t(state === 'open' ? 'admin.none_open' : 'admin.none')}</p>
  return (
    <>
      <ul className="mt-3 overflow-hidden rounded-card border border-line bg-raised">
        {items.map((talk) => (
          <Row key={talk.id} talk={talk} />
        ))}
      </ul>
      {talks.hasNextPage && (
        <Button className="mt-4" disabled={talks.isFetchingNextPage} onClick={() => void talks.fetchNextPage()}>
          {t('people.more')}
        </Button>
      )}
    </>
  )
}

function Row({ talk }: { talk: ExistingTalk }) {
  const { t, i18n } = useTranslation()
  const stop = useForceStop(talk.id)
  const isOpen = talk.state !== 'ended' && talk.state !== 'interrupted'
  const facts = [
    moment(talk.created_at, Date.now(), i18n.language),
    ...(talk.duration_ms === null ? [t('admin.never_began')] : [clock(talk.duration_ms)]),
    ...(talk.transport ? [t(`admin.over.${talk.transport}`)] : []),
    ...(talk.provider ? [talk.provider] : []),
    ...(talk.recording ? [t('admin.recorded')] : []),
    ...(talk.cost_usd ? [money(talk.cost_usd, 'USD', i18n.language)] : []),
  ]
  return (
    <li className="border-t border-line px-4.5 py-3 first:border-0 sm:px-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-[min(100%,16rem)] flex-1">
          <p className="wrap-anywhere">
            <span className="font-[550]">{talk.owner.name}</span>
            {talk.team && <span className="text-muted"> · {talk.team.name}</span>}
            {isOpen && (
              <span className="ml-2 rounded-full bg-you-soft px-2.5 py-px text-sm">
                {t(`admin.state.${talk.state}`)}
              </span>
            )}
          </p>
          <p className="num text-sm text-muted">{facts.join(' · ')}</p>
        </div>
        {isOpen ? (
          <Button
            variant="danger"
            aria-label={t('admin.stop_it', { name: talk.owner.name })}
            disabled={stop.isPending}
            onClick={() => stop.mutate()}
          >
            {t('admin.stop')}
          </Button>
        ) : (
          <Delete talk={talk} />
        )}
      </div>
      {stop.isError && <Problem error={stop.error} what={t('admin.not_stopped')} />}
    </li>
  )
}

function Delete({ talk }: { talk: ExistingTalk }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const remove = useDeleteTalk(talk.id)
  const { name } = talk.owner
  return (
    <>
      <Button variant="danger" aria-label={t('admin.delete_it', { name })} onClick={() => setAsking(true)}>
        {t('admin.delete')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('admin.delete_sure', { name })}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('people.delete_no')}</Button>
            <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {t('admin.delete')}
            </Button>
          </>
        }
      >
        <p>{t('admin.delete_text')}</p>
        {remove.isError && <Problem error={remove.error} what={t('people.not_deleted')} />}
      </Dialog>
    </>
  )
}
