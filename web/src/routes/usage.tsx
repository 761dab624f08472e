import { useQuery } from '@tanstack/react-query'
import { createFileRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/api/authoring'
import type { Usage } from '@/api/types'
import { type UsageBy, type UsageOf, usageUrl, useUsage } from '@/api/usage'
import { buttonClass } from '@/components/button'
import { cardClass } from '@/components/card'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { LimitBars } from '@/features/usage/limit-bars'
import { UsageTable } from '@/features/usage/usage-table'
import { day, money } from '@/lib/format'

export const Route = createFileRoute('/usage')({
  component: UsagePage,
  staticData: { menu: { text: 'nav.usage', order: 20, group: 'own' } },
})

const REACH: Record<string, UsageOf[]> = { learner: ['own'], trainer: ['own', 'team'], admin: ['own', 'all'] }
const GROUPS: Record<UsageOf, UsageBy[]> = {
  own: ['day', 'model'],
  team: ['day', 'model', 'user'],
  all: ['day', 'model', 'user', 'team'],
}

/** What talks have cost this month, and how the limits stand. */
function UsagePage() {
  const { t } = useTranslation()
  const me = useQuery(meQuery)
  const [of, setOf] = useState<UsageOf>('own')
  const [by, setBy] = useState<UsageBy>('day')
  const usage = useUsage(of, by)
  const reach = REACH[me.data?.role ?? 'learner'] ?? ['own']
  const groups = GROUPS[of]
  const choose = (next: UsageOf) => {
    setOf(next)
    if (!GROUPS[next].includes(by)) setBy('day')
  }
  return (
    <Shell title={t('usage.title')}>
      <h1>{t('usage.title')}</h1>
      <div className="mt-5 flex flex-wrap gap-x-5 gap-y-3">
        {reach.length > 1 && (
          <Choice
            label={t('usage.whose')}
            value={of}
            values={reach}
            text={(one) => t(`usage.${one}`)}
            onChange={choose}
          />
        )}
        <Choice
          label={t('usage.by')}
          value={by}
          values={groups}
          text={(one) => t(`usage.by_${one}`)}
          onChange={setBy}
        />
      </div>
      {usage.data ? (
        <Shown usage={usage.data} of={of} by={by} me={me.data?.id} />
      ) : usage.isError ? (
        <div className="mt-8">
          <Problem error={usage.error} what={t('usage.failed')} retry={() => void usage.refetch()} />
        </div>
      ) : (
        <Slow what={t('usage.loading')} />
      )}
      {me.data?.role === 'admin' && (
        <p className="mt-10 flex flex-wrap gap-x-6 gap-y-2">
          <Link to="/webhooks" className="linked">
            {t('usage.webhooks')}
          </Link>
          <Link to="/models" className="linked">
            {t('models.title')}
          </Link>
        </p>
      )}
    </Shell>
  )
}

interface ShownProps {
  usage: Usage
  of: UsageOf
  by: UsageBy
  me: string | undefined
}

function Shown({ usage, of, by, me }: ShownProps) {
  const { t, i18n } = useTranslation()
  const { total } = usage
  const usd = money(total.cost_usd, 'USD', i18n.language)
  const minutes = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 }).format(total.minutes)
  return (
    <div className="mt-6 grid max-w-read gap-6">
      <div className="num grid gap-1 text-muted">
        <p className="text-ink">{t('usage.month', { date: day(usage.since, i18n.language), usd, minutes })}</p>
        {total.unknown > 0 && <p>{t('usage.unknown', { count: total.unknown })}</p>}
        <p className="text-sm">
          {usage.free ? t('usage.free') : t('usage.prices', { date: day(usage.prices_as_of, i18n.language) })}
        </p>
      </div>
      {of === 'own' && usage.limits.length > 0 && <LimitBars limits={usage.limits} />}
      {usage.items.length > 0 ? (
        <section className={cardClass}>
          <UsageTable items={usage.items} by={by} me={me} />
          <a href={usageUrl(of, by, 'csv')} download className={`${buttonClass('plain')} mt-5`}>
            {t('usage.csv')}
          </a>
        </section>
      ) : (
        <p className="text-muted">{t('usage.empty')}</p>
      )}
    </div>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  values: readonly T[]
  text: (value: T) => string
  onChange: (value: T) => void
}

function Choice<T extends string>({ label, value, values, text, onChange }: ChoiceProps<T>) {
  return (
    <label className="flex items-center gap-2 text-sm text-muted">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as T)}
        className="pill-select min-h-11 rounded border border-edge bg-raised pr-9 pl-3 text-ink"
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {text(one)}
          </option>
        ))}
      </select>
    </label>
  )
}
