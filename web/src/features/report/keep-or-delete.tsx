import { Download, Printer, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exportUrl } from '@/api/after'
import { isAudible, may, recordingUrl, transcriptUrl, useDeleteSession } from '@/api/sessions'
import type { Session, Turn } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { useReason } from '@/components/problem'

interface KeepOrDeleteProps {
  session: Session
  turns: readonly Turn[]
  onDeleted: () => void
}

/** Take it with you, or have it gone: as far as its reader may. */
export function KeepOrDelete({ session, turns, onDeleted }: KeepOrDeleteProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const own = may(session, 'talk')
  return (
    <section aria-labelledby="yours" className="mt-14 border-t border-line pt-6 print:hidden">
      <h2 id="yours">{t(own ? 'yours.title' : 'yours.other_title')}</h2>
      <p className="mt-1 max-w-read text-muted">{may(session, 'read') && t(own ? 'yours.text' : 'yours.other_text')}</p>
      <Goes session={session} />
      <div className="mt-4 flex flex-wrap gap-3">
        {isAudible(session) && (
          <a href={recordingUrl(session.id)} download={`${session.id}.wav`} className={buttonClass()}>
            <Download aria-hidden="true" className="size-4" />
            {t('yours.recording')}
          </a>
        )}
        {turns.length > 0 &&
          (['text', 'vtt'] as const).map((format) => (
            <a
              key={format}
              href={transcriptUrl(session.id, format)}
              download={`${session.id}.${format === 'text' ? 'txt' : 'vtt'}`}
              className={buttonClass()}
            >
              <Download aria-hidden="true" className="size-4" />
              {t(`yours.transcript.${format}`)}
            </a>
          ))}
        {may(session, 'read') && (
          <>
            <a href={exportUrl(session.id)} download={`${session.id}.json`} className={buttonClass()}>
              <Download aria-hidden="true" className="size-4" />
              {t('yours.json')}
            </a>
            <Button onClick={() => print()}>
              <Printer aria-hidden="true" className="size-4" />
              {t('yours.print')}
            </Button>
          </>
        )}
        {may(session, 'delete') && (
          <Button variant="danger" onClick={() => setAsking(true)}>
            <Trash2 aria-hidden="true" className="size-4" />
            {t('yours.delete')}
          </Button>
        )}
      </div>
      <ConfirmDelete session={session} open={asking} onClose={() => setAsking(false)} onDeleted={onDeleted} />
    </section>
  )
}

/** When what of it goes by itself. */
function Goes({ session }: { session: Session }) {
  const { t, i18n } = useTranslation()
  const kinds = (['audio', 'transcript', 'feedback'] as const).filter((kind) => session.expires_at[kind] !== undefined)
  if (kinds.length === 0) return null
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' })
  return (
    <ul className="num mt-2 text-sm text-muted">
      {kinds.map((kind) => (
        <li key={kind}>{t(`yours.goes.${kind}`, { day: day.format(session.expires_at[kind] ?? 0) })}</li>
      ))}
    </ul>
  )
}

interface ConfirmDeleteProps {
  session: Session
  open: boolean
  onClose: () => void
  onDeleted: () => void
}

function ConfirmDelete({ session, open, onClose, onDeleted }: ConfirmDeleteProps) {
  const { t } = useTranslation()
  const remove = useDeleteSession()
  const reason = useReason(remove.error)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('yours.confirm')}
      actions={
        <>
          <Button onClick={onClose}>{t('yours.keep')}</Button>
          <Button
            variant="danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate(session.id, { onSuccess: onDeleted })}
          >
            {remove.isPending ? t('yours.deleting') : t('yours.delete_it')}
          </Button>
        </>
      }
    >
      <p>{t('yours.confirm_text')}</p>
      {remove.isError && (
        <p role="alert" className="text-danger">
          {t('yours.failed')} {reason}
        </p>
      )}
    </Dialog>
  )
}
