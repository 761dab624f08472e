import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { Problem } from '@/components/problem'
import { SessionSkeleton } from '@/components/session-skeleton'
import { Shell } from '@/components/shell'
import { SimpleVoiceCard } from '@/features/voice/simple-voice-card'

export const Route = createFileRoute('/voice')({ component: Voice })

/** The plain page for the plain socket `/ws/audio`. */
function Voice() {
  const { t } = useTranslation()
  const config = useConfig()
  return (
    <Shell title={t('voice.title')} width="read">
      <h1>{t('voice.title')}</h1>
      <p className="mt-3 mb-8 text-lg text-muted">{t('voice.text')}</p>
      {config.isPending && <SessionSkeleton />}
      {config.isError && <Problem error={config.error} what={t('voice.failed')} retry={() => void config.refetch()} />}
      {config.data && <SimpleVoiceCard config={config.data} />}
    </Shell>
  )
}
