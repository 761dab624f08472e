import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRemoveModel } from '@/api/models'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Problem } from '@/components/problem'

/** Asks, and then deletes an installed model. */
export function RemoveModel({ name }: { name: string }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const remove = useRemoveModel(name)
  const close = () => setAsking(false)
  return (
    <>
      <Button variant="danger" aria-label={t('models.remove_it', { name })} onClick={() => setAsking(true)}>
        {t('models.remove')}
      </Button>
      <Dialog
        open={asking}
        onClose={close}
        title={t('models.remove_sure')}
        actions={
          <>
            <Button onClick={close}>{t('models.keep')}</Button>
            <Button
              variant="danger"
              disabled={remove.isPending}
              onClick={() => remove.mutate(undefined, { onSuccess: close })}
            >
              {t('models.remove')}
            </Button>
          </>
        }
      >
        <p className="wrap-anywhere">{name}</p>
        <p>{t('models.remove_text')}</p>
        {remove.isError && <Problem error={remove.error} what={t('models.not_removed')} />}
      </Dialog>
    </>
  )
}
