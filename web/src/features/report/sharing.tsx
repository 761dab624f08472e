import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { type SharingChange, useShare, useSharing } from '@/api/privacy'
import { isAudible } from '@/api/sessions'
import type { Session, Sharing as Shared } from '@/api/types'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'
import { roleOf } from '@/lib/menu'

/** Whose talk it is says here who may read it. */
export function Sharing({ session }: { session: Session }) {
  const { t } = useTranslation()
  const sharing = useSharing(session.id)
  return (
    <section aria-labelledby="sharing" className="mt-14 border-t border-line pt-6 print:hidden">
      <h2 id="sharing">{t('sharing.title')}</h2>
      <p className="mt-1 max-w-read text-muted">{t('sharing.text')}</p>
      {sharing.isPending && <div aria-hidden="true" className="skeleton mt-4 h-24 max-w-read" />}
      {sharing.isError && (
        <div className="mt-4">
          <Problem error={sharing.error} what={t('sharing.failed')} retry={() => void sharing.refetch()} />
        </div>
      )}
      {sharing.data && <Control session={session} sharing={sharing.data} />}
    </section>
  )
}

/** With whom it is shared now, as it is sent. */
const asSent = (sharing: Shared): SharingChange => ({
  with: sharing.with,
  people: sharing.people.map(({ id }) => id),
  recording: sharing.recording,
})

function Control({ session, sharing }: { session: Session; sharing: Shared }) {
  const { t } = useTranslation()
  const share = useShare(session.id)
  const change = (wanted: Partial<SharingChange>, done?: () => void) =>
    share.mutate({ ...asSent(sharing), ...wanted }, done ? { onSuccess: done } : undefined)
  const unknown = share.error instanceof ApiError && share.error.code === 'person_not_found'
  const shared = sharing.with.length > 0 || sharing.people.length > 0
  return (
    <div className="mt-4 grid max-w-read gap-5">
      {sharing.team || sharing.shared_team ? (
        <Tick
          checked={sharing.with.includes('trainers')}
          disabled={share.isPending}
          onChange={(on) => change({ with: on ? ['trainers'] : [] })}
          text={t('sharing.trainers', { team: (sharing.shared_team ?? sharing.team)?.name ?? '' })}
        />
      ) : (
        <p className="text-muted">{t('sharing.no_team')}</p>
      )}
      <AddPerson
        busy={share.isPending}
        refused={unknown ? share.error?.message : undefined}
        onAdd={(person, done) => change({ people: [...asSent(sharing).people, person] }, done)}
      />
      {isAudible(session) && (
        <Tick
          checked={sharing.recording}
          disabled={share.isPending || !shared}
          onChange={(recording) => change({ recording })}
          text={t('sharing.recording')}
          hint={shared ? undefined : t('sharing.recording_first')}
        />
      )}
      {share.isError && !unknown && <Problem error={share.error} what={t('sharing.not_changed')} />}
      <Readers
        sharing={sharing}
        busy={share.isPending}
        onRemove={(id) => change({ people: asSent(sharing).people.filter((one) => one !== id) })}
      />
    </div>
  )
}

interface TickProps {
  checked: boolean
  disabled: boolean
  onChange: (on: boolean) => void
  text: string
  hint?: string | undefined
}

function Tick({ checked, disabled, onChange, text, hint }: TickProps) {
  return (
    <label className="flex min-h-11 items-start gap-3">
      <input
        type="checkbox"
        className="mt-1 size-5 accent-you"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {text}
        {hint && <span className="block text-sm text-muted">{hint}</span>}
      </span>
    </label>
  )
}

interface AddPersonProps {
  busy: boolean
  refused: string | undefined
  onAdd: (person: string, done: () => void) => void
}

function AddPerson({ busy, refused, onAdd }: AddPersonProps) {
  const { t } = useTranslation()
  const [person, setPerson] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (person.trim()) onAdd(person.trim(), () => setPerson(''))
  }
  return (
    <form onSubmit={add} className="flex flex-wrap items-start gap-3">
      <div className="min-w-[min(100%,16rem)] flex-1">
        <Field
          label={t('sharing.person')}
          value={person}
          onChange={setPerson}
          autoComplete="off"
          maxLength={254}
          refused={refused}
        />
      </div>
      <Button type="submit" className="sm:mt-6.5" disabled={busy || person.trim() === ''}>
        {t('sharing.add')}
      </Button>
    </form>
  )
}

interface ReadersProps {
  sharing: Shared
  busy: boolean
  onRemove: (id: string) => void
}

/** Everybody who may read it now; who was named can be taken out again. */
function Readers({ sharing, busy, onRemove }: ReadersProps) {
  const { t } = useTranslation()
  const named = new Set(sharing.people.map(({ id }) => id))
  if (sharing.readers.length === 0)
    return (
      <p role="status" className="text-muted">
        {t(sharing.with.length > 0 ? 'sharing.no_trainers_yet' : 'sharing.nobody')}
      </p>
    )
  return (
    <div role="status">
      <h3 className="text-base font-[550]">{t('sharing.readers')}</h3>
      <ul className="mt-1">
        {sharing.readers.map((one) => (
          <li
            key={one.id}
            className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 border-b border-line"
          >
            <span className="wrap-anywhere">
              {one.name}{' '}
              <span className="text-sm text-muted">
                {t(`roles.${roleOf({ role: one.role, trainer_kind: one.external ? 'external' : 'internal' })}`)}
              </span>
            </span>
            {named.has(one.id) && (
              <Button
                variant="quiet"
                disabled={busy}
                onClick={() => onRemove(one.id)}
                aria-label={t('sharing.remove_name', { name: one.name })}
              >
                {t('sharing.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
