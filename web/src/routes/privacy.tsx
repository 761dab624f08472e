import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePrivacy } from '@/api/privacy'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { Consents } from '@/features/privacy/consents'
import { Kept } from '@/features/privacy/kept'
import { DeleteMine, TakeAlong } from '@/features/privacy/take-or-delete'

export const Route = createFileRoute('/privacy')({
  component: PrivacyPage,
  staticData: { menu: { text: 'nav.privacy', order: 20, group: 'own' } },
})

/** What is kept of oneself, what one has agreed to, and how to take it along or have it gone. */
function PrivacyPage() {
  const { t } = useTranslation()
  const privacy = usePrivacy()
  return (
    <Shell title={t('nav.privacy')} width="read">
      <h1>{t('nav.privacy')}</h1>
      <p className="mt-1 text-muted">{t('privacy.intro')}</p>
      <div className="mt-8 grid grid-cols-[minmax(0,1fr)] gap-6">
        {privacy.isPending && <Slow what={t('privacy.loading')} />}
        {privacy.isError && (
          <Problem error={privacy.error} what={t('privacy.failed')} retry={() => void privacy.refetch()} />
        )}
        {privacy.data && <Kept privacy={privacy.data} />}
        <Consents />
        <TakeAlong />
        {privacy.data && <DeleteMine privacy={privacy.data} />}
      </div>
    </Shell>
  )
}
