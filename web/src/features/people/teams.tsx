import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeleteTeam, useMakeTeam, useRenameTeam } from '@/api/people'
import type { Team } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { Dialog } from '@/components/dialog'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'

/** The teams of this server. */
export function Teams({ items }: { items: readonly Team[] }) {
  const { t } = useTranslation()
  const make = useMakeTeam()
  const [name, setName] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    make.mutate(name.trim(), { onSuccess: () => setName('') })
  }
  return (
    <section aria-labelledby="teams" className={cardClass}>
      <h2 id="teams">{t('people.teams')}</h2>
      {items.length === 0 && <p className="mt-1 text-muted">{t('people.no_teams')}</p>}
      <ul className="mt-2">
        {items.map((team) => (
          <Row key={team.id} team={team} />
        ))}
      </ul>
      <form onSubmit={send} className="mt-3 grid gap-3 border-t border-line pt-4">
        <Field
          label={t('people.new_team')}
          required
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={setName}
          refused={make.error?.message}
        />
        <Button type="submit" disabled={make.isPending || name.trim() === ''}>
          {t('people.make_team')}
        </Button>
      </form>
    </section>
  )
}

function Row({ team }: { team: Team }) {
  const { t } = useTranslation()
  const [changing, setChanging] = useState(false)
  return (
    <li className="border-t border-line py-3 first:border-0">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 wrap-anywhere">
          {team.name}
          <span className="num block text-sm text-muted">{t('people.members', { count: team.members })}</span>
        </p>
        <Button
          aria-expanded={changing}
          aria-label={t('people.change_them', { name: team.name })}
          onClick={() => setChanging(!changing)}
        >
          {t(changing ? 'people.close' : 'people.change')}
        </Button>
      </div>
      {changing && <ChangeTeam team={team} onDone={() => setChanging(false)} />}
    </li>
  )
}

function ChangeTeam({ team, onDone }: { team: Team; onDone: () => void }) {
  const { t } = useTranslation()
  const rename = useRenameTeam(team.id)
  const remove = useDeleteTeam(team.id)
  const [name, setName] = useState(team.name)
  const [asking, setAsking] = useState(false)
  const save = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate(name.trim(), { onSuccess: onDone })
  }
  return (
    <form onSubmit={save} className="mt-3 grid gap-3">
      <Field
        label={t('people.team_name')}
        required
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={setName}
        refused={rename.error?.message}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary" disabled={rename.isPending || name.trim() === ''}>
          {t('people.save')}
        </Button>
        <Button variant="danger" onClick={() => setAsking(true)}>
          {t('people.delete_team')}
        </Button>
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('people.delete_team_sure', { name: team.name })}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('people.delete_no')}</Button>
            <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate(undefined)}>
              {t('people.delete_team')}
            </Button>
          </>
        }
      >
        <p>{t('people.delete_team_text')}</p>
        {remove.isError && <Problem error={remove.error} what={t('people.not_deleted')} />}
      </Dialog>
    </form>
  )
}
