import type { ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass } from '@/components/button'
import { OpenShell } from '@/components/open-shell'

/** A page that broke, or one whose code is gone because the server was updated: loading again helps both. */
export function Crashed({ error }: ErrorComponentProps) {
  const { t } = useTranslation()
  return (
    <OpenShell title={t('crashed.title')}>
      <div role="alert">
        <h1>{t('crashed.title')}</h1>
        <p className="mt-3 text-lg text-muted">{t('crashed.text')}</p>
      </div>
      <div className="mt-6 flex flex-wrap gap-3">
        <Button variant="primary" onClick={() => location.reload()}>
          {t('crashed.reload')}
        </Button>
        {/* Not by the router: what broke may be in what it keeps. */}
        <a href="/" className={buttonClass()}>
          {t('not_found.home')}
        </a>
      </div>
      <details className="mt-8 text-sm text-muted">
        <summary className="min-h-11 py-2.5">{t('crashed.details')}</summary>
        <p className="wrap-anywhere">{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</p>
        <p className="mt-2">{t('crashed.details_do')}</p>
      </details>
    </OpenShell>
  )
}
