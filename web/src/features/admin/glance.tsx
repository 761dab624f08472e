import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '@/api/types'
import { cardClass } from '@/components/card'
import { money } from '@/lib/format'

/** People, talks and costs in three numbers, each with what it is made of. */
export function Glance({ overview }: { overview: Overview }) {
  const { t, i18n } = useTranslation()
  const { people, talks, costs } = overview
  const whole = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 })
  const usd = money(costs.cost_usd, 'USD', i18n.language)
  return (
    <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3" aria-label={t('admin.glance')}>
      {overview.accounts && (
        <Tile
          name={t('admin.people')}
          value={whole.format(people.total)}
          link={
            <Link to="/people" className="linked">
              {t('nav.people')}
            </Link>
          }
        >
          {[
            t('admin.people_roles', { admins: people.admins, trainers: people.trainers, learners: people.learners }),
            t('admin.people_active', { count: people.active }),
            ...(people.disabled > 0 ? [t('admin.people_disabled', { count: people.disabled })] : []),
          ].join(' · ')}
        </Tile>
      )}
      <Tile
        name={t('admin.talks')}
        value={whole.format(talks.total)}
        link={
          <Link to="/admin/talks" className="linked">
            {t('nav.talks')}
          </Link>
        }
      >
        {t('admin.talks_recent', { count: talks.recent, minutes: whole.format(talks.recent_minutes) })}
      </Tile>
      <Tile
        name={t('admin.costs')}
        value={costs.unknown > 0 ? t('usage.cost_at_least', { usd }) : usd}
        link={
          <Link to="/usage" className="linked">
            {t('nav.usage')}
          </Link>
        }
      >
        {costs.free
          ? t('usage.free')
          : t('admin.costs_of', { count: costs.talks, minutes: whole.format(costs.minutes) })}
      </Tile>
    </ul>
  )
}

interface TileProps {
  name: string
  value: string
  link: ReactNode
  children: ReactNode
}

function Tile({ name, value, link, children }: TileProps) {
  return (
    <li className={`${cardClass} flex flex-col`}>
      <p className="text-sm text-muted">{name}</p>
      <p className="num text-2xl font-[620] tracking-[-0.018em]">{value}</p>
      <p className="num mt-1 mb-3 text-sm text-muted">{children}</p>
      <p className="mt-auto">{link}</p>
    </li>
  )
}
