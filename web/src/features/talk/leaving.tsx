import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'

/** Asks before the page of a live talk is left. */
export function Leaving({ live, resumeSeconds }: { live: boolean; resumeSeconds: number }) {
  const { t } = useTranslation()
  const blocker = useBlocker({ shouldBlockFn: () => live, enableBeforeUnload: live, withResolver: true })
  const blocked = blocker.status === 'blocked'
  return (
    <Dialog
      open={blocked}
      onClose={() => blocker.reset?.()}
      title={t('talk.leave')}
      actions={
        <>
          <Button variant="primary" onClick={() => blocker.reset?.()}>
            {t('talk.leave_no')}
          </Button>
          <Button variant="danger" onClick={() => blocker.proceed?.()}>
            {t('talk.leave_yes')}
          </Button>
        </>
      }
    >
      <p>{t('talk.leave_text', { seconds: resumeSeconds })}</p>
    </Dialog>
  )
}
