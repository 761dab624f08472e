import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddNote, useRemoveNote } from '@/api/pulse'
import type { PulseNote } from '@/api/types'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'
import { day } from '@/lib/format'

const LONGEST = 500

interface NotesProps {
  notes: readonly PulseNote[]
  /** Of which one may say what was changed; null: of none. */
  team: string | null
}

/** What the team has changed because of its pulses. */
export function Notes({ notes, team }: NotesProps) {
  const { t, i18n } = useTranslation()
  const remove = useRemoveNote()
  if (notes.length === 0 && team === null) return null
  return (
    <Card aria-labelledby="changed" className="mt-6 max-w-read">
      <h2 id="changed">{t('pulse.changed')}</h2>
      {notes.length === 0 && <p className="mt-1 text-muted">{t('pulse.changed_none')}</p>}
      <ul className="mt-3 grid divide-y divide-line">
        {notes.map((note) => (
          <li key={note.id} className="flex flex-wrap items-baseline gap-x-4 py-2">
            <span className="min-w-[min(100%,14rem)] flex-1 wrap-anywhere">{note.text}</span>
            <span className="num text-sm text-muted">{day(new Date(note.at).toISOString(), i18n.language)}</span>
            {team !== null && (
              <Button
                variant="quiet"
                className="-mr-3 px-3!"
                disabled={remove.isPending}
                aria-label={t('pulse.remove_note_of', { text: note.text })}
                onClick={() => remove.mutate(note.id)}
              >
                {t('pulse.remove_note')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {remove.isError && <Problem error={remove.error} what={t('pulse.note_not_removed')} />}
      {team !== null && <NewNote team={team} />}
    </Card>
  )
}

function NewNote({ team }: { team: string }) {
  const { t } = useTranslation()
  const add = useAddNote()
  const [text, setText] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    add.mutate({ team_id: team, text: text.trim() }, { onSuccess: () => setText('') })
  }
  return (
    <form onSubmit={send} className="mt-4 flex flex-wrap items-end gap-3">
      <div className="min-w-[min(100%,16rem)] flex-1">
        <Field label={t('pulse.note')} value={text} maxLength={LONGEST} onChange={setText} />
      </div>
      <Button type="submit" disabled={add.isPending || text.trim() === ''}>
        {t('pulse.add_note')}
      </Button>
      {add.isError && <Problem error={add.error} what={t('pulse.note_not_added')} />}
    </form>
  )
}
