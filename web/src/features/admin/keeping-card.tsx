import { useTranslation } from 'react-i18next'
import type { Overview } from '@/api/types'
import { Card } from '@/components/card'
import { Fact, Facts } from '@/components/facts'
import { gigabytes, megabytes, moment } from '@/lib/format'

/** Where what is kept lies, and what this server is. */
export function KeepingCard({ overview }: { overview: Overview }) {
  const { t, i18n } = useTranslation()
  const { database, disk, last_backup: backup } = overview
  const when = (at: number) => moment(at, Date.now(), i18n.language)
  const size = (bytes: number) => (bytes < 1e9 ? megabytes(bytes, i18n.language) : gigabytes(bytes, i18n.language))
  return (
    <Card aria-labelledby="keeping">
      <h2 id="keeping">{t('admin.keeping')}</h2>
      <Facts>
        <Fact
          name={t('admin.database')}
          note={[
            ...(database.size_bytes === null ? [] : [size(database.size_bytes)]),
            ...(database.revision === null ? [] : [t('admin.revision', { revision: database.revision })]),
          ].join(', ')}
        >
          {database.engine}
        </Fact>
        <Fact name={t('admin.disk')} note={disk.folder}>
          {t('admin.free', { free: size(disk.free_bytes), total: size(disk.total_bytes) })}
        </Fact>
        <Fact
          name={t('admin.backup')}
          note={backup ? `${backup.target}, ${size(backup.size_bytes)}` : t('admin.backup_do')}
        >
          {backup ? when(Date.parse(backup.made_at)) : t('admin.no_backup')}
        </Fact>
        <Fact name={t('admin.version')} note={`Python ${overview.python}, ${overview.system}`}>
          {overview.version}
        </Fact>
        <Fact name={t('admin.started')}>{when(overview.started_at)}</Fact>
      </Facts>
    </Card>
  )
}
