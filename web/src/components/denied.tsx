import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '@/components/button'

/** A page that is somebody else's to see: what it is, and whom to ask. Stands inside the page's frame. */
export function Denied({ title, text }: { title?: string; text?: string }) {
  const { t } = useTranslation()
  return (
    <div className="max-w-read">
      <h1 className="mt-8">{title ?? t('denied.title')}</h1>
      <p className="mt-3 text-lg text-muted">{text ?? t('denied.text')}</p>
      <Link to="/" className={buttonClass('primary', 'mt-6')}>
        {t('not_found.home')}
      </Link>
    </div>
  )
}
