import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hasAccount, useMe } from '@/api/accounts'
import { invitationsQuery, peopleQuery, teamsQuery } from '@/api/people'
import type { Me } from '@/api/types'
import { AdminNav } from '@/components/admin-nav'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { Invitations } from '@/features/people/invitations'
import { Invite } from '@/features/people/invite'
import { PersonCard } from '@/features/people/person-card'
import { Teams } from '@/features/people/teams'
import { useSettled } from '@/lib/hooks'
import { isAdmin, leads } from '@/lib/menu'

const looksAfter = (me: Me) => leads(me) && hasAccount(me)
const SETTLED_MS = 250

export const Route = createFileRoute('/people')({
  component: PeoplePage,
  staticData: { menu: { text: 'nav.people', order: 20, group: 'admin', for: looksAfter } },
})

/** Who is here: everybody for admins, one's own team for trainers. */
function PeoplePage() {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <Shell title={t('nav.people')}>
      <AdminNav />
      <h1>{t('nav.people')}</h1>
      {me.isPending && <Slow what={t('people.loading')} />}
      {me.isError && <Problem error={me.error} what={t('people.failed')} retry={() => void me.refetch()} />}
      {me.data && (looksAfter(me.data) ? <Everybody me={me.data} /> : <NotForThem me={me.data} />)}
    </Shell>
  )
}

function NotForThem({ me }: { me: Me }) {
  const { t } = useTranslation()
  return (
    <div className="mt-6 max-w-read">
      {hasAccount(me) ? (
        <Notice title={t('people.not_for_you')}>{t('people.not_for_you_text')}</Notice>
      ) : (
        <Notice title={t('account.none')}>{t('account.none_text')}</Notice>
      )}
    </div>
  )
}

function Everybody({ me }: { me: Me }) {
  const { t } = useTranslation()
  const teams = useQuery({ ...teamsQuery, enabled: isAdmin(me) })
  const invitations = useQuery(invitationsQuery)
  const known = teams.data?.items ?? []
  return (
    <>
      <p className="mt-2 max-w-read text-muted">
        {isAdmin(me) ? t('people.text') : t('people.text_team', { team: me.team?.name ?? t('account.no_team') })}
      </p>
      <div className="mt-8 grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <List me={me} />
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6">
          <Invite me={me} teams={known} />
          {invitations.data && invitations.data.items.length > 0 && <Invitations items={invitations.data.items} />}
          {isAdmin(me) && teams.data && <Teams items={known} />}
          {teams.isError && (
            <Problem error={teams.error} what={t('people.teams_failed')} retry={() => void teams.refetch()} />
          )}
        </div>
      </div>
    </>
  )
}

function List({ me }: { me: Me }) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const asked = useSettled(words.trim(), SETTLED_MS)
  const people = useInfiniteQuery(peopleQuery(asked))
  const teams = useQuery({ ...teamsQuery, enabled: isAdmin(me) })
  const found = people.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section aria-label={t('people.list')} className="min-w-0">
      <Field label={t('people.search')} type="search" autoComplete="off" value={words} onChange={setWords} />
      {people.isPending && <Slow what={t('people.loading')} />}
      {people.isError && (
        <div className="mt-4">
          <Problem error={people.error} what={t('people.failed')} retry={() => void people.refetch()} />
        </div>
      )}
      {people.data && found.length === 0 && <p className="mt-6 text-muted">{t('people.nobody')}</p>}
      <ul className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-3">
        {found.map((person) => (
          <li key={person.id}>
            <PersonCard person={person} me={me} teams={teams.data?.items ?? []} />
          </li>
        ))}
      </ul>
      {people.hasNextPage && (
        <Button className="mt-4" disabled={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
          {t('people.more')}
        </Button>
      )}
    </section>
  )
}
