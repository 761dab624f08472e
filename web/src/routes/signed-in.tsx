import { createFileRoute } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { OpenShell } from '@/components/open-shell'
import { tellSignedIn } from '@/lib/signed-in'

export const Route = createFileRoute('/signed-in')({ component: SignedInPage, staticData: { open: true } })

/** The window in which one signed in again beside one's work: it tells the other one, and goes. */
function SignedInPage() {
  const { t } = useTranslation()
  useEffect(() => {
    tellSignedIn()
    window.close()
  }, [])
  return (
    <OpenShell title={t('sign_in.again')}>
      <h1>{t('sign_in.done')}</h1>
      <p className="mt-3 text-muted">{t('sign_in.done_do')}</p>
    </OpenShell>
  )
}
