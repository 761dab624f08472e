import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Metric } from '@/api/types'
import { cardClass } from '@/components/card'
import { humanise, quantity } from '@/lib/format'
import { scale } from './band'

/** How it sounded, as figures with what is usual and what to beware of. */
export function Metrics({ metrics }: { metrics: readonly Metric[] }) {
  const { t } = useTranslation()
  const order = ['ok', 'not_enough', 'unreliable']
  const shown = [...metrics].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  if (shown.length === 0) return null
  return (
    <section aria-labelledby="metrics" className="mt-14">
      <h2 id="metrics">{t('report.metrics')}</h2>
      <div className="mt-4 grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
        {shown.map((metric) => (
          <MetricCard key={metric.id} metric={metric} />
        ))}
      </div>
    </section>
  )
}

function MetricCard({ metric }: { metric: Metric }) {
  const { t, i18n } = useTranslation()
  const known = metric.state === 'ok' && metric.value !== null
  return (
    <article data-testid={`metric-${metric.id}`} className={`${cardClass} grid content-start p-4! sm:p-5!`}>
      <h3 className="text-sm font-normal text-muted">{metric.title}</h3>
      {known ? (
        <p className="num mt-0.5">
          <span className="text-xl font-semibold tracking-[-0.01em]">
            {quantity(metric.value ?? 0, metric.unit, i18n.language)}
          </span>{' '}
          <span className="text-muted">{suffix(metric, t, i18n.language)}</span>
        </p>
      ) : (
        <p className="mt-1 text-[15px]">
          {t(metric.state === 'unreliable' ? 'metric.unreliable' : 'metric.not_enough')}
        </p>
      )}
      {known && <Band metric={metric} />}
      {(metric.caveat || metric.source) && (
        <details className="mt-1 text-sm text-muted">
          <summary className="min-h-8 py-1.5 underline decoration-line underline-offset-4 hover:text-ink">
            {t('metric.more')}
          </summary>
          <p className="pb-1">{metric.caveat}</p>
          {metric.source && <p>{t('metric.source', { source: metric.source })}</p>}
        </details>
      )}
    </article>
  )
}

/** What stands behind the number: its unit when that is a rate, or the figures that belong to it. */
function suffix(metric: Metric, t: TFunction, language: string): string {
  const rates: Record<string, string> = {
    per_minute: t('metric.per_minute'),
    per_100_words: t('metric.per_100_words'),
    per_10_turns: t('metric.per_10_turns'),
    semitones: t('metric.semitones'),
    dB: t('metric.decibels'),
  }
  const details = Object.entries(metric.detail).map(
    ([name, value]) => `${quantity(value, 'count', language)} ${humanise(name).toLowerCase()}`,
  )
  return [rates[metric.unit] ?? '', ...details].filter(Boolean).join(' · ')
}

function Band({ metric }: { metric: Metric }) {
  const { t, i18n } = useTranslation()
  const drawn = scale(metric)
  if (!drawn || !metric.band) return <p className="mt-2 text-sm text-muted">{t('metric.no_target')}</p>
  const [low, high] = metric.band.map((end) => (end === null ? null : quantity(end, metric.unit, i18n.language)))
  const text =
    low != null && high != null
      ? t('metric.between', { low, high })
      : low != null
        ? t('metric.at_least', { low })
        : t('metric.at_most', { high: high ?? '' })
  return (
    <>
      <div aria-hidden="true" className="relative mt-3 mb-2 h-2 rounded-full bg-sunk inset-ring inset-ring-line">
        <div
          className="absolute inset-y-0 rounded-full bg-you-soft inset-ring inset-ring-you/40"
          style={{ left: `${drawn.from * 100}%`, width: `${(drawn.to - drawn.from) * 100}%` }}
        />
        <div
          className="absolute -top-1 h-4 w-[3px] -translate-x-1/2 rounded-full bg-you"
          style={{ left: `${drawn.value * 100}%` }}
        />
      </div>
      <p className="num text-sm text-muted">{text}</p>
    </>
  )
}
