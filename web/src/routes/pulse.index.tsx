import { useQuery } from '@tanstack/react-query'
import { createFileRoute, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { pulseQuery, trendsCsv, trendsQuery } from '@/api/pulse'
import type { PulseTrends } from '@/api/types'
import { buttonClass } from '@/components/button'
import { cardClass } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { TeamChoice } from '@/components/team-choice'
import { Comments } from '@/features/pulse/comments'
import { Low } from '@/features/pulse/low'
import { Notes } from '@/features/pulse/notes'
import { ThemeCard } from '@/features/pulse/theme-card'

export const Route = createFileRoute('/pulse/')({
  component: PulsePage,
  staticData: { menu: { text: 'nav.pulse', order: 5, group: 'own' } },
  validateSearch: (search): { team?: string } =>
    typeof search['team'] === 'string' && search['team'] !== '' ? { team: search['team'] } : {},
})

/** What the team said together, over time. */
function PulsePage() {
  const { t, i18n } = useTranslation()
  const { team = null } = Route.useSearch()
  const navigate = useNavigate()
  const trends = useQuery(trendsQuery(team, i18n.language))
  return (
    <Shell title={t('nav.pulse')}>
      <h1>{t('pulse.title')}</h1>
      <p className="mt-2 max-w-read text-muted">{t('pulse.text')}</p>
      <Doors />
      {trends.data && trends.data.teams.length > 0 && (
        <div className="mt-6">
          <TeamChoice
            teams={trends.data.teams}
            value={team}
            onChange={(id) => void navigate({ to: '/pulse', search: id === null ? {} : { team: id } })}
          />
        </div>
      )}
      {trends.data ? (
        <Shown trends={trends.data} team={team} />
      ) : trends.isError ? (
        <div className="mt-8">
          <Problem error={trends.error} what={t('pulse.failed')} retry={() => void trends.refetch()} />
        </div>
      ) : (
        <Skeleton />
      )}
    </Shell>
  )
}

/** To what can be answered now, and to opening one. */
function Doors() {
  const { t, i18n } = useTranslation()
  const { data } = useQuery(pulseQuery(i18n.language))
  if (!data) return null
  const asks = data.now && !data.now.answered
  return (
    <p className="mt-4 flex flex-wrap gap-3">
      {asks && (
        <Link to="/pulse/answer" className={buttonClass('primary')}>
          {t('pulse.answer')}
        </Link>
      )}
      {!data.check_in.answered && (
        <Link to="/pulse/answer" search={{ what: 'check-in' }} className={buttonClass('plain')}>
          {t('pulse.check_in')}
        </Link>
      )}
      {data.manages && (
        <Link to="/pulse/manage" className={buttonClass('plain')}>
          {t('pulse.manage')}
        </Link>
      )}
    </p>
  )
}

function Shown({ trends, team }: { trends: PulseTrends; team: string | null }) {
  const { t } = useTranslation()
  const { fewest } = trends
  const numbers = trends.trends.filter(({ theme }) => theme.set !== 'comment')
  const [shown, silent] = parted(numbers, ({ points }) => points.some(({ hidden }) => hidden === null))
  const words = trends.trends.find(({ theme }) => theme.set === 'comment')
  const told = trends.trends.some(({ points }) => points.some(({ hidden }) => hidden === null))
  return (
    <>
      {!told && (
        <div className="mt-8 max-w-read">
          <Notice title={t(trends.trends.length > 0 ? 'pulse.none_told' : 'pulse.none')}>
            {t('pulse.none_text', { fewest: fewest.answers })}
          </Notice>
        </div>
      )}
      <div className="mt-6">
        <Low low={trends.low} />
      </div>
      {shown.length > 0 && (
        <section aria-labelledby="themes" className="mt-8">
          <h2 id="themes" className="sr">
            {t('pulse.themes')}
          </h2>
          <Legend />
          <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {shown.map((trend) => (
              <ThemeCard key={trend.theme.id} trend={trend} fewest={fewest} />
            ))}
          </div>
        </section>
      )}
      {silent.length > 0 && (
        <p className="mt-4 max-w-read text-sm text-muted">
          {t('pulse.silent', { themes: silent.map(({ theme }) => theme.title).join(', ') })}
        </p>
      )}
      {words && trends.team && <Comments trend={words} fewest={fewest} />}
      <Notes notes={trends.notes} team={trends.may_note ? (trends.team?.id ?? null) : null} />
      {told && (
        <a href={trendsCsv(team)} download className={buttonClass('plain', 'mt-6')}>
          {t('pulse.csv')}
        </a>
      )}
    </>
  )
}

function parted<T>(all: readonly T[], first: (one: T) => boolean): [T[], T[]] {
  return [all.filter(first), all.filter((one) => !first(one))]
}

function Legend() {
  const { t } = useTranslation()
  return (
    <ul className="grid max-w-read gap-0.5 text-sm text-muted">
      <li>{t('pulse.legend_interval')}</li>
      <li>{t('pulse.legend_rolling')}</li>
      <li>{t('pulse.legend_hidden')}</li>
    </ul>
  )
}

function Skeleton() {
  const { t } = useTranslation()
  return (
    <>
      <Slow quiet what={t('pulse.loading')} />
      <div aria-hidden="true" className="mt-8 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {['a', 'b', 'c'].map((key) => (
          <div key={key} className={`${cardClass} grid content-start gap-3`}>
            <div className="skeleton h-5 w-3/5" />
            <div className="skeleton h-28 w-full opacity-40" />
          </div>
        ))}
      </div>
    </>
  )
}
