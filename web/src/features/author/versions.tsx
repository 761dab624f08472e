import { useTranslation } from 'react-i18next'
import { useRestoreVersion, useVersions } from '@/api/authoring'
import type { Authoring } from '@/api/types'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { moment } from '@/lib/format'

interface VersionsProps {
  id: string
  current: number
  open: boolean
  onClose: () => void
  onRestored: (written: Authoring['Written']) => void
}

/** Everything that was saved. Going back makes a new version, so nothing is lost by it. */
export function Versions({ id, current, open, onClose, onRestored }: VersionsProps) {
  const { t, i18n } = useTranslation()
  const versions = useVersions(id, open)
  const restore = useRestoreVersion(id)
  const back = (version: number) =>
    restore.mutate(version, {
      onSuccess: (written) => {
        onRestored(written)
        onClose()
      },
    })
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('author.versions')}
      actions={<Button onClick={onClose}>{t('author.close')}</Button>}
    >
      <p className="text-muted">{t('author.versions_text')}</p>
      {versions.isPending && <Slow quiet what={t('author.versions_loading')} />}
      {versions.isPending && <div aria-hidden="true" className="skeleton h-24 opacity-40" />}
      {versions.isError && <Problem error={versions.error} what={t('author.versions_failed')} />}
      {restore.isError && <Problem error={restore.error} what={t('author.not_restored')} />}
      <ul className="grid">
        {(versions.data ?? []).map((one) => (
          <li key={one.version} className="flex min-h-13 flex-wrap items-center gap-x-4 border-t border-line py-1.5">
            <span className="num min-w-0 flex-1">
              {t('author.version', { version: one.version })}
              <span className="block text-sm text-muted">{moment(one.created_at, Date.now(), i18n.language)}</span>
            </span>
            {one.version === current ? (
              <span className="text-sm text-muted">{t('author.current')}</span>
            ) : (
              <Button
                variant="quiet"
                disabled={restore.isPending}
                aria-label={`${t('author.restore')}: ${t('author.version', { version: one.version })}`}
                onClick={() => back(one.version)}
                className="-mr-4.5"
              >
                {t('author.restore')}
              </Button>
            )}
            {one.note && <p className="w-full text-sm text-muted">{one.note}</p>}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
