import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { inputClass } from './fields'

const LONGEST_NOTE = 500

interface SaveDialogProps {
  open: boolean
  onClose: () => void
  onSave: (note: string | null) => void
}

/** Asks what was changed; nothing has to be said. */
export function SaveDialog({ open, onClose, onSave }: SaveDialogProps) {
  const { t } = useTranslation()
  const id = useId()
  const [note, setNote] = useState('')
  const save = () => {
    onSave(note.trim() || null)
    setNote('')
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('author.save_title')}
      actions={
        <>
          <Button onClick={onClose}>{t('author.cancel')}</Button>
          <Button variant="primary" onClick={save}>
            {t('author.save')}
          </Button>
        </>
      }
    >
      <label htmlFor={id} className="text-sm font-[550]">
        {t('author.note')}
      </label>
      <input
        id={id}
        value={note}
        maxLength={LONGEST_NOTE}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && save()}
        className={inputClass}
      />
      <p className="text-sm text-muted">{t('author.note_hint')}</p>
    </Dialog>
  )
}
