import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { useInvite } from '@/api/people'
import type { Me, Team } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { Choice } from '@/components/choice'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'
import { ShownOnce } from '@/components/shown-once'
import { isAdmin } from '@/lib/menu'
import { type NamedRole, ROLES, toServer } from '@/lib/roles'

interface InviteProps {
  me: Me
  teams: readonly Team[]
}

/** A link for somebody who is to come. Trainers invite learners into their own team. */
export function Invite({ me, teams }: InviteProps) {
  const { t } = useTranslation()
  const invite = useInvite()
  const [role, setRole] = useState<NamedRole>('learner')
  const [team, setTeam] = useState('')
  const [email, setEmail] = useState('')
  const { error } = invite
  const refused = error instanceof ApiError && error.param === 'email' ? error.message : undefined
  const send = (event: FormEvent) => {
    event.preventDefault()
    const where = isAdmin(me) ? team : me.team_id
    invite.mutate(
      { ...toServer(role), ...(where && { team_id: where }), ...(email.trim() && { email: email.trim() }) },
      { onSuccess: () => setEmail('') },
    )
  }
  if (!isAdmin(me) && me.team === null) return <p className="text-muted">{t('people.trainer_without_team')}</p>
  if (invite.data)
    return (
      <ShownOnce
        title={t('people.invited')}
        text={t('people.invited_text')}
        value={invite.data.url}
        label={t('people.link')}
        onClose={invite.reset}
      />
    )
  return (
    <section aria-labelledby="invite" className={cardClass}>
      <h2 id="invite">{t('people.invite')}</h2>
      <form onSubmit={send} className="mt-4 grid gap-4">
        {isAdmin(me) && (
          <>
            <Choice
              label={t('account.role')}
              value={role}
              values={ROLES}
              text={(one) => t(`roles.${one}`)}
              onChange={setRole}
            />
            <Choice
              label={t('account.team')}
              value={team}
              values={['', ...teams.map(({ id }) => id)]}
              text={(id) => teams.find((one) => one.id === id)?.name ?? t('people.no_team')}
              onChange={setTeam}
            />
          </>
        )}
        <Field
          label={t('people.invite_email')}
          type="email"
          autoComplete="off"
          maxLength={254}
          value={email}
          onChange={setEmail}
          hint={t('people.invite_email_hint')}
          refused={refused}
        />
        {error && !refused && <Problem error={error} what={t('people.not_invited')} />}
        <Button type="submit" variant="primary" disabled={invite.isPending}>
          {t('people.make_link')}
        </Button>
      </form>
    </section>
  )
}
