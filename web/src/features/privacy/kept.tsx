import { useTranslation } from 'react-i18next'
import type { Privacy } from '@/api/types'
import { Card } from '@/components/card'

/** What is kept, for how long, and who else gets something. */
export function Kept({ privacy }: { privacy: Privacy }) {
  const { t } = useTranslation()
  return (
    <Card aria-labelledby="kept">
      <h2 id="kept">{t('privacy.kept')}</h2>
      <p className="mt-1 text-muted">{t('privacy.kept_text', { count: privacy.talks })}</p>
      <dl className="mt-4 grid gap-3">
        {privacy.kept.map(({ kind, days }) => (
          <div key={kind} className="grid gap-x-4 border-b border-line pb-3 sm:grid-cols-[1fr_auto]">
            <dt>
              <span className="font-[550]">{t(`privacy.kind.${kind}`)}</span>
              <span className="block text-sm text-muted">{t(`privacy.what.${kind}`)}</span>
            </dt>
            <dd className="num text-muted">
              {days === null ? t('privacy.until_deleted') : t('privacy.days', { count: days })}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-sm text-muted">{t('privacy.who_reads')}</p>
      <h3 className="mt-6 text-base font-[550]">{t('privacy.elsewhere')}</h3>
      {privacy.processors.length === 0 ? (
        <p className="mt-1 text-muted">{t('privacy.stays_here')}</p>
      ) : (
        <ul className="mt-1 grid gap-1">
          {privacy.processors.map(({ name, gets }) => (
            <li key={`${name}-${gets}`}>
              <span className="font-[550] wrap-anywhere">{name}</span>{' '}
              <span className="text-muted">{t(`privacy.gets.${gets}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
