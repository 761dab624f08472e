import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '@/components/button'
import { Shell } from '@/components/shell'

interface NotFoundProps {
  title?: string
  text?: string
}

export function NotFound({ title, text }: NotFoundProps) {
  const { t } = useTranslation()
  const heading = title ?? t('not_found.title')
  return (
    <Shell title={heading} width="read">
      <h1 className="mt-8">{heading}</h1>
      <p className="mt-3 text-lg text-muted">{text ?? t('not_found.text')}</p>
      <p className="mt-6 flex flex-wrap gap-3">
        <Link to="/" className={buttonClass('primary')}>
          {t('not_found.home')}
        </Link>
        <Link to="/history" className={buttonClass()}>
          {t('not_found.history')}
        </Link>
      </p>
    </Shell>
  )
}
