import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { useChangePerson } from '@/api/people'
import type { Person, Team } from '@/api/types'
import { Button } from '@/components/button'
import { Choice } from '@/components/choice'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'
import { roleOf } from '@/lib/menu'
import { type NamedRole, ROLES, toServer } from '@/lib/roles'

interface ChangeProps {
  person: Person
  /** It is one's own account: the role is somebody else's to change. */
  self: boolean
  teams: readonly Team[]
  onDone: () => void
}

/** Name, email, role and team of somebody. */
export function Change({ person, self, teams, onDone }: ChangeProps) {
  const { t } = useTranslation()
  const change = useChangePerson(person.id)
  const [name, setName] = useState(person.name)
  const [email, setEmail] = useState(person.email ?? '')
  const [role, setRole] = useState<NamedRole>(roleOf(person))
  const [team, setTeam] = useState(person.team?.id ?? '')
  const { error } = change
  const refused = (param: string) => (error instanceof ApiError && error.param === param ? error.message : undefined)
  const save = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      {
        ...(name.trim() !== person.name && { name: name.trim() }),
        ...(email.trim() !== (person.email ?? '') && { email: email.trim() }),
        ...(role !== roleOf(person) && toServer(role)),
        ...(team !== (person.team?.id ?? '') && { team_id: team || null }),
      },
      { onSuccess: onDone },
    )
  }
  return (
    <form onSubmit={save} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('people.name')}
          required
          maxLength={200}
          autoComplete="off"
          value={name}
          onChange={setName}
          refused={refused('name')}
        />
        <Field
          label={t('sign_in.email')}
          type="email"
          maxLength={254}
          autoComplete="off"
          value={email}
          onChange={setEmail}
          refused={refused('email')}
        />
        <Choice
          label={t('account.role')}
          value={role}
          values={ROLES}
          text={(one) => t(`roles.${one}`)}
          onChange={setRole}
          disabled={self}
        />
        <Choice
          label={t('account.team')}
          value={team}
          values={['', ...teams.map(({ id }) => id)]}
          text={(id) => teams.find((one) => one.id === id)?.name ?? t('people.no_team')}
          onChange={setTeam}
        />
      </div>
      {self && <p className="text-sm text-muted">{t('people.not_own_role')}</p>}
      {error && !refused('name') && !refused('email') && <Problem error={error} what={t('people.not_changed')} />}
      <div>
        <Button type="submit" variant="primary" disabled={change.isPending}>
          {t('people.save')}
        </Button>
      </div>
    </form>
  )
}
