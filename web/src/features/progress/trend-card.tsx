import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Trend } from '@/api/types'
import { cardClass } from '@/components/card'
import { TableFold } from '@/components/table-fold'
import { moment, quantity } from '@/lib/format'
import { WIDTH } from '@/lib/plot'
import { useMetricTexts } from '@/lib/shipped'
import { HEIGHT, trendPlot } from './plot'

/** One figure over time, against yourself: dots, the band where there is one, and what to beware of. */
export function TrendCard({ trend }: { trend: Trend }) {
  const { t, i18n } = useTranslation()
  const texts = useMetricTexts()(trend)
  const id = useId()
  const { dots, band } = trendPlot(trend)
  const value = (index: number) => quantity(trend.points.at(index)?.value ?? 0, trend.unit, i18n.language)
  return (
    <article aria-labelledby={id} className={`${cardClass} grid content-start gap-1 p-4! sm:p-5!`}>
      <h3 id={id} className="text-sm font-normal text-muted">
        {texts.title}
      </h3>
      <p className="num">
        {trend.points.length > 1
          ? t('progress.from_to', { first: value(0), last: value(-1), talks: trend.points.length })
          : value(-1)}
      </p>
      {trend.points.length > 1 && (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="my-1 w-full">
          {band && <rect x="0" y={band.top} width={WIDTH} height={band.bottom - band.top} fill="var(--you-soft)" />}
          <polyline points={dots.map(({ x, y }) => `${x},${y}`).join(' ')} fill="none" stroke="var(--edge)" />
          {dots.map(({ sessionId, x, y }) => (
            <circle key={sessionId} cx={x} cy={y ?? 0} r="4" fill="var(--you)" stroke="var(--raised)" />
          ))}
        </svg>
      )}
      <details className="text-sm text-muted">
        <summary className="min-h-8 py-1.5 underline decoration-line underline-offset-4 hover:text-ink">
          {t('metric.more')}
        </summary>
        <p className="pb-1">{texts.caveat}</p>
        {trend.source && <p>{t('metric.source', { source: trend.source })}</p>}
      </details>
      {trend.points.length > 1 && <TrendTable trend={trend} />}
    </article>
  )
}

/** The same in numbers, each talk with the way to its report. */
function TrendTable({ trend }: { trend: Trend }) {
  const { t, i18n } = useTranslation()
  const texts = useMetricTexts()(trend)
  return (
    <TableFold label={texts.title}>
      <thead className="text-muted">
        <tr>
          <th className="py-1 pr-3 font-normal">{t('progress.when')}</th>
          <th className="py-1 font-normal">{texts.title}</th>
        </tr>
      </thead>
      <tbody>
        {trend.points.toReversed().map(({ session_id, at, value }) => (
          <tr key={session_id} className="border-t border-line">
            <td className="py-1.5 pr-3">
              <Link to="/sessions/$id" params={{ id: session_id }} className="linked">
                {moment(at, Date.now(), i18n.language)}
              </Link>
            </td>
            <td className="py-1.5">{quantity(value, trend.unit, i18n.language)}</td>
          </tr>
        ))}
      </tbody>
    </TableFold>
  )
}
