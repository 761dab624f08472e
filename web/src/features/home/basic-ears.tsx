import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/api/authoring'

/** Says plainly what the built-in recogniser and voice can do. */
export function BasicEars() {
  const { t } = useTranslation()
  const me = useQuery(meQuery)
  return (
    <aside className="mt-14 rounded-card bg-sunk px-5 py-4">
      <p>
        <strong className="font-semibold">{t('ears.title')}</strong>{' '}
        <span className="text-muted">{t('ears.text')}</span>{' '}
        {me.data?.role === 'admin' && (
          <Link to="/models" className="linked">
            {t('models.title')}
          </Link>
        )}
      </p>
    </aside>
  )
}
