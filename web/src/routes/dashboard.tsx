import { useQuery } from '@tanstack/react-query'
import { createFileRoute, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/api/authoring'
import { ApiError } from '@/api/client'
import { statsCsv, statsQuery } from '@/api/dashboard'
import type { Stats } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Card } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { TeamChoice } from '@/components/team-choice'
import { Weeks } from '@/features/dashboard/weeks'
import { leads } from '@/lib/menu'
import { useShipped } from '@/lib/shipped'

export const Route = createFileRoute('/dashboard')({
  component: DashboardPage,
  staticData: { menu: { text: 'nav.dashboard', order: 6, group: 'own', for: leads } },
  validateSearch: (search): { team?: string } =>
    typeof search['team'] === 'string' && search['team'] !== '' ? { team: search['team'] } : {},
})

const FORBIDDEN = 403

/** How much a team practises and what about, in sums. */
function DashboardPage() {
  const { t } = useTranslation()
  const { team = null } = Route.useSearch()
  const navigate = useNavigate()
  const stats = useQuery(statsQuery(team))
  const refused = stats.error instanceof ApiError && stats.error.status === FORBIDDEN ? stats.error : null
  const teams = (stats.data?.teams ?? []).map((one) => one.team)
  return (
    <Shell title={t('nav.dashboard')}>
      <h1>{t('dashboard.title')}</h1>
      <p className="mt-2 max-w-read text-muted">{t('dashboard.text')}</p>
      {teams.length > 0 && (
        <div className="mt-6">
          <TeamChoice
            teams={teams}
            value={team}
            onChange={(id) => void navigate({ to: '/dashboard', search: id === null ? {} : { team: id } })}
          />
        </div>
      )}
      <div className="mt-6">
        {stats.isPending && <Slow what={t('dashboard.loading')} />}
        {refused && <Notice title={t('dashboard.not_yours')}>{refused.message}</Notice>}
        {stats.isError && !refused && (
          <Problem error={stats.error} what={t('dashboard.failed')} retry={() => void stats.refetch()} />
        )}
        {stats.data && <Shown stats={stats.data} team={team} />}
      </div>
    </Shell>
  )
}

function Shown({ stats, team }: { stats: Stats; team: string | null }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const { talks, minutes, people, fewest } = stats
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {talks === null || minutes === null || people === null ? (
        <Notice
          title={t('dashboard.none')}
          actions={
            <Link to="/progress" className={buttonClass('plain')}>
              {t('dashboard.own')}
            </Link>
          }
        >
          {t(me?.single_user && stats.teams.length === 0 ? 'dashboard.none_alone' : 'dashboard.none_text', { fewest })}
        </Notice>
      ) : (
        <>
          <p className="num text-lg">{t('dashboard.sums', { count: talks, minutes, people })}</p>
          <Weeks weeks={stats.weeks} fewest={fewest} />
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2">
            <Shares id="scenarios" title={t('dashboard.scenarios')} shares={stats.scenarios} fewest={fewest} />
            <Shares id="skills" title={t('dashboard.skills')} shares={stats.skills} fewest={fewest} />
          </div>
        </>
      )}
      {team === null && stats.teams.length > 0 && <Teams stats={stats} />}
      {talks !== null && (
        <a href={statsCsv(team)} download className={buttonClass('plain', 'justify-self-start')}>
          {t('dashboard.csv')}
        </a>
      )}
    </div>
  )
}

interface SharesProps {
  id: string
  title: string
  shares: Stats['scenarios']
  fewest: number
}

function Shares({ id, title, shares, fewest }: SharesProps) {
  const { t } = useTranslation()
  const named = useShipped()
  return (
    <Card aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {shares.length === 0 ? (
        <p className="mt-1 text-sm text-muted">{t('dashboard.no_shares', { fewest })}</p>
      ) : (
        <ul className="mt-3 grid divide-y divide-line">
          {shares.map((one) => (
            <li key={one.id} className="flex items-baseline justify-between gap-4 py-2">
              <span className="min-w-0 wrap-anywhere">{named(one.title)}</span>
              <span className="num shrink-0 text-sm text-muted">
                {t('dashboard.at_least', { people: one.people_at_least })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Teams({ stats }: { stats: Stats }) {
  const { t } = useTranslation()
  return (
    <Card aria-labelledby="teams">
      <h2 id="teams">{t('dashboard.teams')}</h2>
      <p className="mt-1 text-sm text-muted">{t('dashboard.teams_text')}</p>
      <table className="num mt-3 w-full text-left">
        <thead className="text-sm text-muted">
          <tr>
            <th className="py-1.5 font-normal">{t('pulse.team')}</th>
            <th className="py-1.5 pl-3 text-right font-normal">{t('dashboard.people')}</th>
            <th className="py-1.5 pl-3 text-right font-normal">{t('dashboard.talks')}</th>
            <th className="py-1.5 pl-3 text-right font-normal">{t('dashboard.minutes')}</th>
          </tr>
        </thead>
        <tbody>
          {stats.teams.map(({ team, told, people, talks, minutes }) => (
            <tr key={team.id} className="border-t border-line">
              <th scope="row" className="py-2 pr-2 font-normal wrap-anywhere">
                <Link to="/dashboard" search={{ team: team.id }} className="linked">
                  {team.name}
                </Link>
              </th>
              {told ? (
                [people, talks, minutes].map((value, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three fixed columns
                  <td key={place} className="py-2 pl-3 text-right">
                    {value}
                  </td>
                ))
              ) : (
                <td colSpan={3} className="py-2 pl-3 text-right text-sm text-muted">
                  {t('dashboard.too_few', { fewest: stats.fewest })}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
