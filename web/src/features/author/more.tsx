import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fileUrl, useDeleteScenario, useShareScenario } from '@/api/authoring'
import type { Authoring } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Problem } from '@/components/problem'
import type { Draft } from './use-draft'
import { Versions } from './versions'

interface MoreProps {
  written: Authoring['Written']
  draft: Draft
  onDeleted: () => void
}

type Shown = 'more' | 'versions' | 'delete' | null

/** What one does seldom: versions, sharing, the file, deleting. */
export function More({ written, draft, onDeleted }: MoreProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<Shown>(null)
  const close = () => setShown(null)
  const share = useShareScenario(written.id)
  return (
    <>
      <Button onClick={() => setShown('more')}>{t('author.more')}</Button>
      <Dialog
        open={shown === 'more'}
        onClose={close}
        title={t('author.more_title')}
        actions={<Button onClick={close}>{t('author.close')}</Button>}
      >
        <label className="flex min-h-11 cursor-pointer items-start gap-3">
          <input
            type="checkbox"
            checked={written.shared}
            disabled={share.isPending}
            onChange={(event) => share.mutate(event.currentTarget.checked)}
            className="mt-1 size-4 shrink-0 accent-you"
          />
          <span>
            {t('author.share')}
            <span className="block text-sm text-muted">{t('author.share_text')}</span>
          </span>
        </label>
        {share.isError && <Problem error={share.error} what={t('author.not_shared')} />}
        <div className="grid gap-3 sm:grid-cols-3">
          <Button onClick={() => setShown('versions')}>{t('author.versions')}</Button>
          <a href={fileUrl(written.id)} download className={buttonClass()}>
            {t('author.export')}
          </a>
          <Button variant="danger" onClick={() => setShown('delete')}>
            {t('author.delete')}
          </Button>
        </div>
        <p className="text-sm text-muted">{t('author.export_text')}</p>
      </Dialog>
      <Versions
        id={written.id}
        current={draft.version}
        open={shown === 'versions'}
        onClose={close}
        onRestored={(now) => draft.adopt(now)}
      />
      <Delete id={written.id} open={shown === 'delete'} onClose={close} onDeleted={onDeleted} />
    </>
  )
}

function Delete({
  id,
  open,
  onClose,
  onDeleted,
}: {
  id: string
  open: boolean
  onClose: () => void
  onDeleted: () => void
}) {
  const { t } = useTranslation()
  const remove = useDeleteScenario(id)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('author.delete_title')}
      actions={
        <>
          <Button onClick={onClose}>{t('author.cancel')}</Button>
          <Button
            variant="danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: onDeleted })}
          >
            {t('author.delete')}
          </Button>
        </>
      }
    >
      <p className="text-muted">{t('author.delete_text')}</p>
      {remove.isError && <Problem error={remove.error} what={t('author.not_deleted')} />}
    </Dialog>
  )
}
