import { Download, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { type Erasure, EXPORT_URL, useErase } from '@/api/privacy'
import type { Privacy } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { Card } from '@/components/card'
import { Dialog } from '@/components/dialog'
import { Field } from '@/components/field'
import { useReason } from '@/components/problem'

/** One file with everything. */
export function TakeAlong() {
  const { t } = useTranslation()
  return (
    <Card aria-labelledby="take">
      <h2 id="take">{t('privacy.take')}</h2>
      <p className="mt-1 text-muted">{t('privacy.take_text')}</p>
      <a href={EXPORT_URL} download className={buttonClass('plain', 'mt-4')}>
        <Download aria-hidden="true" className="size-4" />
        {t('privacy.download')}
      </a>
    </Card>
  )
}

/** All talks, or the account too. */
export function DeleteMine({ privacy }: { privacy: Privacy }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<Erasure['what']>()
  const [done, setDone] = useState<number>()
  return (
    <Card aria-labelledby="delete">
      <h2 id="delete">{t('privacy.delete')}</h2>
      <p className="mt-1 text-muted">{t('privacy.delete_text')}</p>
      <div className="mt-4 flex flex-wrap gap-3">
        <Button variant="danger" disabled={privacy.talks === 0} onClick={() => setAsking('talks')}>
          <Trash2 aria-hidden="true" className="size-4" />
          {t('privacy.delete_talks')}
        </Button>
        {privacy.account && (
          <Button variant="danger" onClick={() => setAsking('account')}>
            <Trash2 aria-hidden="true" className="size-4" />
            {t('privacy.delete_account')}
          </Button>
        )}
      </div>
      <p role="status" className="mt-3 text-muted">
        {done !== undefined && t('privacy.deleted', { count: done })}
      </p>
      {asking && (
        <Confirm
          what={asking}
          proof={privacy.reauthentication}
          onClose={() => setAsking(undefined)}
          onDone={(talks) => {
            if (asking === 'account') location.assign('/')
            setAsking(undefined)
            setDone(talks)
          }}
        />
      )}
    </Card>
  )
}

interface ConfirmProps {
  what: Erasure['what']
  proof: Privacy['reauthentication']
  onClose: () => void
  onDone: (talks: number) => void
}

function Confirm({ what, proof, onClose, onDone }: ConfirmProps) {
  const { t } = useTranslation()
  const erase = useErase()
  const reason = useReason(erase.error)
  const [password, setPassword] = useState('')
  const wrong = erase.error instanceof ApiError && erase.error.code === 'wrong_password'
  const go = () =>
    erase.mutate(
      { what, confirm: 'delete', ...(proof === 'password' && { password }) },
      { onSuccess: ({ talks }) => onDone(talks) },
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`privacy.confirm.${what}`)}
      actions={
        <>
          <Button onClick={onClose}>{t('privacy.keep')}</Button>
          <Button variant="danger" disabled={erase.isPending || (proof === 'password' && !password)} onClick={go}>
            {t(erase.isPending ? 'privacy.deleting' : 'privacy.delete_now')}
          </Button>
        </>
      }
    >
      <p>{t(`privacy.confirm_text.${what}`)}</p>
      <p className="text-sm text-muted">{t('privacy.backups')}</p>
      {proof === 'password' && (
        <Field
          label={t('privacy.password')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          refused={wrong ? reason : undefined}
        />
      )}
      {erase.isError && !wrong && (
        <p role="alert" className="text-danger">
          {t('privacy.not_deleted')} {reason}
        </p>
      )}
    </Dialog>
  )
}
