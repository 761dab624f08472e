import type { ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Shell } from '@/components/shell'

/** A page that broke, or one whose code is gone because the server was updated: loading again helps both. */
export function Crashed({ error }: ErrorComponentProps) {
  const { t } = useTranslation()
  return (
    <Shell title={t('crashed.title')} width="read">
      <div role="alert">
        <h1 className="mt-8">{t('crashed.title')}</h1>
        <p className="mt-3 text-lg text-muted">{t('crashed.text')}</p>
        <p className="mt-3 text-sm text-muted">{error instanceof Error ? error.message : String(error)}</p>
      </div>
      <Button variant="primary" className="mt-6" onClick={() => location.reload()}>
        {t('crashed.reload')}
      </Button>
    </Shell>
  )
}
