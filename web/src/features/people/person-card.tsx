import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me, Person, Team } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass, Tag } from '@/components/card'
import { moment } from '@/lib/format'
import { isAdmin, roleOf } from '@/lib/menu'
import { Change } from './change'
import { Doings } from './doings'

interface PersonCardProps {
  person: Person
  me: Me
  teams: readonly Team[]
}

/** Somebody: who they are, when they were here, and for admins what can be changed. */
export function PersonCard({ person, me, teams }: PersonCardProps) {
  const { t, i18n } = useTranslation()
  const [changing, setChanging] = useState(false)
  const seen = person.last_seen_at
  return (
    <article aria-label={person.name} className={`${cardClass} py-4!`}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-44 flex-1">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base wrap-anywhere">
            {person.name}
            {person.id === me.id && <Tag>{t('session.you')}</Tag>}
            {person.disabled_at !== null && <Tag>{t('people.disabled')}</Tag>}
          </h2>
          <p className="text-sm wrap-anywhere text-muted">{person.email ?? t('people.no_email')}</p>
          <p className="mt-1 text-sm">
            {t(`roles.${roleOf(person)}`)}
            <span className="text-muted">
              {` · ${person.team?.name ?? t('people.no_team')} · `}
              <span className="num">
                {seen === null
                  ? t('people.never_seen')
                  : t('people.seen', { at: moment(seen, Date.now(), i18n.language) })}
              </span>
            </span>
          </p>
        </div>
        {isAdmin(me) && (
          <Button
            aria-expanded={changing}
            aria-label={t('people.change_them', { name: person.name })}
            onClick={() => setChanging(!changing)}
          >
            {t(changing ? 'people.close' : 'people.change')}
          </Button>
        )}
      </div>
      {changing && (
        <div className="mt-4 grid gap-5 border-t border-line pt-4">
          <Change person={person} self={person.id === me.id} teams={teams} onDone={() => setChanging(false)} />
          <Doings person={person} self={person.id === me.id} />
        </div>
      )}
    </article>
  )
}
