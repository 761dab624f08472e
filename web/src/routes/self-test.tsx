import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { Problem } from '@/components/problem'
import { SessionSkeleton } from '@/components/session-skeleton'
import { Shell } from '@/components/shell'
import { TestCard } from '@/features/self-test/test-card'

export const Route = createFileRoute('/self-test')({ component: Page })

/** Whether this microphone, this browser and this network are good enough to talk. */
function Page() {
  const { t } = useTranslation()
  const config = useConfig()
  return (
    <Shell title={t('self_test.title')} width="read">
      <h1>{t('self_test.title')}</h1>
      <p className="mt-3 mb-8 text-lg text-muted">{t('self_test.text')}</p>
      {config.isPending && <SessionSkeleton />}
      {config.isError && <Problem error={config.error} what={t('voice.failed')} retry={() => void config.refetch()} />}
      {config.data && <TestCard config={config.data} />}
    </Shell>
  )
}
