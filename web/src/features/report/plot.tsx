import { useTranslation } from 'react-i18next'
import type { Metric, Report } from '@/api/types'
import { quantity } from '@/lib/format'
import { lengths } from './gaps'

/** A figure to look at, for those that have one beside their number. */
export function Plot({ metric, report }: { metric: Metric; report: Report }) {
  if (metric.id === 'talk_share' && metric.value !== null) return <ShareBar share={metric.value} />
  if (metric.id === 'response_latency_ms') return <DotStrip values={lengths(report, 'answer')} kind="answer" />
  if (metric.id === 'pause_median_ms') return <DotStrip values={lengths(report, 'pause')} kind="pause" />
  return null
}

/** Both sides of the talk in the colours of their lanes. */
function ShareBar({ share }: { share: number }) {
  const { t, i18n } = useTranslation()
  const percent = (value: number) => quantity(value, 'ratio', i18n.language)
  return (
    <div
      role="img"
      aria-label={t('plot.share', { you: percent(share), partner: percent(1 - share) })}
      className="mt-3 flex h-3 gap-0.5 overflow-hidden rounded-full"
    >
      <div className="bg-you" style={{ width: `${share * 100}%` }} />
      <div className="flex-1 bg-partner" />
    </div>
  )
}

const FEWEST = 3
const WIDEST_MS = 6000
const NARROWEST_MS = 2000

/** Each pause or answer is a dot where its length puts it; half of them are left of the line. */
function DotStrip({ values, kind }: { values: readonly number[]; kind: 'answer' | 'pause' }) {
  const { t, i18n } = useTranslation()
  if (values.length < FEWEST) return null
  const sorted = [...values].sort((a, b) => a - b)
  const low = Math.min(0, sorted[0] ?? 0)
  const high = Math.min(WIDEST_MS, Math.max(NARROWEST_MS, sorted.at(-1) ?? 0))
  const place = (value: number) => `${((Math.min(high, Math.max(low, value)) - low) / (high - low)) * 100}%`
  const seconds = (value: number) => quantity(value, 'ms', i18n.language)
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  const text = { count: values.length, low: seconds(sorted[0] ?? 0), high: seconds(sorted.at(-1) ?? 0) }
  return (
    <div className="mt-3" role="img" aria-label={t(`plot.${kind}`, { ...text, median: seconds(median) })}>
      <div className="relative mx-1.5 h-5">
        <div className="absolute inset-x-0 top-1/2 h-px bg-line" />
        {low < 0 && <div className="absolute inset-y-0 w-px bg-edge" style={{ left: place(0) }} />}
        {sorted.map((value, i) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: equal lengths are different dots
            key={i}
            className="absolute top-1/2 size-2 -translate-1/2 rounded-full bg-you opacity-35"
            style={{ left: place(value) }}
          />
        ))}
        <div
          className="absolute -inset-y-0.5 w-[3px] -translate-x-1/2 rounded-full bg-ink"
          style={{ left: place(median) }}
        />
      </div>
      <div aria-hidden="true" className="num flex justify-between text-[12px] text-muted">
        <span>{seconds(low)}</span>
        <span>{high < (sorted.at(-1) ?? 0) ? t('plot.more', { high: seconds(high) }) : seconds(high)}</span>
      </div>
    </div>
  )
}
