import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { useRunning } from '@/api/monitoring'
import type { RunningTalk } from '@/api/types'
import { AdminNav } from '@/components/admin-nav'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { FollowedTalkCard } from '@/features/monitor/followed-talk-card'
import { RunningList } from '@/features/monitor/running-list'
import { leads } from '@/lib/menu'

export const Route = createFileRoute('/monitor')({
  component: Monitor,
  staticData: { menu: { text: 'nav.monitor', order: 30, group: 'admin', for: leads } },
})

/** Talks that go on, for trainers and admins whose learners have agreed. */
function Monitor() {
  const { t } = useTranslation()
  return (
    <Shell title={t('monitor.title')}>
      <AdminNav />
      <h1>{t('monitor.title')}</h1>
      <p className="mt-2 mb-8 max-w-read text-muted">{t('monitor.text')}</p>
      <Talks />
    </Shell>
  )
}

function Talks() {
  const { t } = useTranslation()
  const running = useRunning()
  const [chosen, setChosen] = useState<RunningTalk | null>(null)
  if (running.isPending) return <Slow what={t('monitor.loading')} />
  if (running.error instanceof ApiError && running.error.status === 403)
    return <Notice title={t('monitor.not_for_you')}>{t('monitor.not_for_you_text')}</Notice>
  if (running.isError && !running.data)
    return <Problem error={running.error} what={t('monitor.failed')} retry={() => void running.refetch()} />
  const talks = running.data.items
  const choose = (id: string) => setChosen(talks.find(({ session_id }) => session_id === id) ?? null)
  if (talks.length === 0 && !chosen) return <Notice title={t('monitor.empty')}>{t('monitor.empty_text')}</Notice>
  return (
    <div className={`grid gap-8 ${talks.length > 0 ? 'lg:grid-cols-[minmax(16rem,20rem)_1fr]' : ''}`}>
      {talks.length > 0 && <RunningList talks={talks} chosen={chosen?.session_id ?? null} onChoose={choose} />}
      {chosen ? (
        <FollowedTalkCard key={chosen.session_id} talk={chosen} />
      ) : (
        <p className="text-muted max-lg:hidden">{t('monitor.choose')}</p>
      )}
    </div>
  )
}
