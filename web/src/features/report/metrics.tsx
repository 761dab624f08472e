import { useTranslation } from 'react-i18next'
import type { Metric, Report } from '@/api/types'
import { cardClass } from '@/components/card'
import { quantity } from '@/lib/format'
import { useNamedText } from '@/lib/named-text'
import { useMetricTexts } from '@/lib/shipped'
import { scale } from './band'
import { Plot } from './plot'
import { PlayPart } from './quote'

/** More than this at once is a dashboard, and dashboards teach worst. */
const AT_ONCE = 8

/** How it sounded, as figures with what is usual and what to beware of. */
export function Metrics({ report }: { report: Report }) {
  const { metrics } = report
  const { t } = useTranslation()
  const known = metrics.filter(isKnown)
  const first = known.slice(0, AT_ONCE)
  const others = [...known.slice(AT_ONCE), ...metrics.filter((metric) => !isKnown(metric))]
  if (metrics.length === 0) return null
  return (
    <section aria-labelledby="metrics" className="mt-14">
      <h2 id="metrics" className="mb-4">
        {t('report.metrics')}
      </h2>
      <Cards metrics={first} report={report} />
      {others.length > 0 && (
        <details className="mt-4">
          <summary className="min-h-11 py-2.5 font-semibold">{t('metric.others', { count: others.length })}</summary>
          <Cards metrics={others} report={report} />
        </details>
      )}
    </section>
  )
}

const isKnown = ({ state, value }: Metric) => state === 'ok' && value !== null

function Cards({ metrics, report }: { metrics: readonly Metric[]; report: Report }) {
  return (
    <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
      {metrics.map((metric) => (
        <MetricCard key={metric.id} metric={metric} report={report} />
      ))}
    </div>
  )
}

function MetricCard({ metric, report }: { metric: Metric; report: Report }) {
  const { t } = useTranslation()
  const texts = useMetricTexts()(metric)
  return (
    <article data-testid={`metric-${metric.id}`} className={`${cardClass} grid content-start p-4! sm:p-5!`}>
      <h3 className="text-sm font-normal text-muted">{texts.title}</h3>
      {isKnown(metric) ? (
        <Figure metric={metric} report={report} />
      ) : (
        <p className="mt-1 text-[15px]">
          {t(metric.state === 'unreliable' ? 'metric.unreliable' : 'metric.not_enough')}
        </p>
      )}
      {(texts.caveat || metric.source) && (
        <details className="mt-1 text-sm text-muted">
          <summary className="min-h-8 py-1.5 underline decoration-line underline-offset-4 hover:text-ink">
            {t('metric.more')}
          </summary>
          <p className="pb-1">{texts.caveat}</p>
          {metric.source && <p>{t('metric.source', { source: metric.source })}</p>}
        </details>
      )}
    </article>
  )
}

function Figure({ metric, report }: { metric: Metric; report: Report }) {
  const { i18n } = useTranslation()
  const more = useDetail(metric)
  return (
    <>
      <p className="num mt-0.5">
        <span className="text-xl font-semibold tracking-[-0.01em]">
          {quantity(metric.value ?? 0, metric.unit, i18n.language)}
        </span>{' '}
        <span className="text-sm text-muted">{useRate(metric.unit)}</span>
      </p>
      {more && <p className="num text-sm text-muted">{more}</p>}
      <Plot metric={metric} report={report} />
      <Band metric={metric} />
      <Moments metric={metric} />
    </>
  )
}

/** What a figure is a rate of, where its title does not say so. */
function useRate(unit: Metric['unit']): string {
  const { t } = useTranslation()
  const rates: Partial<Record<Metric['unit'], string>> = {
    per_100_words: t('metric.per_100_words'),
    per_10_turns: t('metric.per_10_turns'),
    semitones: t('metric.semitones'),
    dB: t('metric.decibels'),
  }
  return rates[unit] ?? ''
}

/** The figures behind a figure, in words, for those that have words. */
function useDetail({ id, detail }: Metric): string {
  const { i18n } = useTranslation()
  const named = useNamedText()
  if (Object.keys(detail).length === 0) return ''
  const round = (value: number) => new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 }).format(value)
  const isTime = (name: string) => id.endsWith('_ms') && name.startsWith('p')
  const values = Object.entries(detail).map(([name, value]) => [
    name,
    isTime(name) ? quantity(value, 'ms', i18n.language) : round(value),
  ])
  const { echo_s: echo } = detail
  return named(`detail.${id}${echo ? '_echo' : ''}`, Object.fromEntries(values))
}

const AROUND_MS = 4000

/** Where it happened, to listen to: one stretch, or some moments. */
function Moments({ metric: { id, title, detail } }: { metric: Metric }) {
  const { start_ms: start, end_ms: end } = detail
  if (start !== undefined && end !== undefined)
    return (
      <p>
        <PlayPart startMs={start} endMs={end} about={title} />
      </p>
    )
  const moments = Object.entries(detail).filter(([name]) => /^at_\d+_ms$/.test(name))
  if (moments.length === 0) return null
  return (
    <p className="mt-1 flex flex-wrap gap-x-2">
      {moments.map(([name, at]) => (
        <PlayPart key={`${id}-${name}`} startMs={Math.max(0, at - AROUND_MS)} endMs={at + AROUND_MS} about={title} />
      ))}
    </p>
  )
}

function Band({ metric }: { metric: Metric }) {
  const { t, i18n } = useTranslation()
  const drawn = scale(metric)
  if (!drawn || !metric.band) return <p className="mt-1.5 text-sm text-muted">{t('metric.no_target')}</p>
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
