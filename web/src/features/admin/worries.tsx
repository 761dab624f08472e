import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Overview } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Notice } from '@/components/notice'
import { gigabytes } from '@/lib/format'

/** An hour of recording takes 350 MB. */
const LITTLE_BYTES = 2e9
const OLD_BACKUP_MS = 8 * 86_400_000

/** What somebody should do something about. */
export function Worries({ overview }: { overview: Overview }) {
  const { t, i18n } = useTranslation()
  const { disk, engine, last_backup: backup } = overview
  const old = backup !== null && Date.now() - Date.parse(backup.made_at) > OLD_BACKUP_MS
  return (
    <div className="grid gap-4 empty:hidden">
      {overview.draining && <Notice title={t('admin.draining')}>{t('admin.draining_text')}</Notice>}
      {disk.free_bytes < LITTLE_BYTES && (
        <Notice tone="danger" title={t('admin.disk_full', { free: gigabytes(disk.free_bytes, i18n.language) })}>
          {t('admin.disk_full_text')}
        </Notice>
      )}
      {old && <Notice title={t('admin.backup_old')}>{t('admin.backup_do')}</Notice>}
      {engine.basic_ears && (
        <Notice
          title={t('admin.basic_ears')}
          actions={
            <Link to="/models" className={buttonClass()}>
              {t('nav.models')}
            </Link>
          }
        >
          {t('admin.basic_ears_text')}
        </Notice>
      )}
    </div>
  )
}
