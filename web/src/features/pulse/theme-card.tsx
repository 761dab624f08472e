import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { PulsePoint, PulseTheme, PulseTrend, PulseTrends } from '@/api/types'
import { cardClass } from '@/components/card'
import { TableFold } from '@/components/table-fold'
import { Counts } from './counts'
import { trendPlot } from './plot'
import { TrendPicture } from './trend-picture'
import { latestTold, usePulseWords } from './words'

interface ThemeCardProps {
  trend: PulseTrend
  fewest: PulseTrends['fewest']
}

/** One theme: where the team is, how sure that is, and how it went. */
export function ThemeCard({ trend, fewest }: ThemeCardProps) {
  const id = useId()
  const words = usePulseWords()
  const { theme, points } = trend
  const told = latestTold(points)
  const last = points.at(-1)
  return (
    <article aria-labelledby={id} className={`${cardClass} grid min-w-0 content-start gap-3`}>
      <h3 id={id} className="font-semibold">
        {theme.title}
      </h3>
      {told?.figures && <Where theme={theme} point={told} figures={told.figures} />}
      {last?.hidden && (
        <p className="text-sm text-muted">
          {words.when(last)}: {words.hidden(last, theme, fewest)}
        </p>
      )}
      {told?.figures && (
        <>
          {points.length > 1 && <TrendPicture plot={trendPlot(trend)} />}
          <Counts counts={told.figures.counts} label={theme.title} />
          <Items theme={theme} figures={told.figures} />
          <TrendTable trend={trend} fewest={fewest} />
        </>
      )}
    </article>
  )
}

type Figures = NonNullable<PulsePoint['figures']>

function Where({ theme, point, figures }: { theme: PulseTheme; point: PulsePoint; figures: Figures }) {
  const { t } = useTranslation()
  const { number, whole, percent, when } = usePulseWords()
  const { n, people, net, mean, good } = figures
  const value = net ?? mean
  if (!value) return null
  const write = net ? whole : number
  return (
    <div className="num grid gap-1">
      <p>
        <span className="text-xl font-semibold">{write(value.value)}</span>{' '}
        <span className="text-muted">
          {net ? t('pulse.net_from') : t('pulse.mean_of', { low: theme.low, high: theme.high })}
        </span>
      </p>
      <ul className="grid gap-0.5 text-sm text-muted">
        {theme.lower_is_better && <li>{t('pulse.lower_is_better')}</li>}
        <li>
          {value.high > value.low
            ? t('pulse.between', { low: write(value.low), high: write(value.high) })
            : t(n >= people ? 'pulse.all_answered' : 'pulse.all_same')}
        </li>
        <li>{t('pulse.rate', { date: when(point), n, people, share: percent(figures.response_rate) })}</li>
        {good && (
          <li>{t('pulse.good', { share: percent(good.value), low: percent(good.low), high: percent(good.high) })}</li>
        )}
        <Changed point={point} />
        {point.teams_left_out > 0 && <li>{t('pulse.left_out', { count: point.teams_left_out })}</li>}
      </ul>
    </div>
  )
}

/** Called a change only where it is hardly chance. */
function Changed({ point: { change } }: { point: PulsePoint }) {
  const { t } = useTranslation()
  const { number } = usePulseWords()
  if (!change) return null
  const by = number(Math.abs(change.by.value))
  if (!change.is_sure) return <li>{t('pulse.no_change')}</li>
  return <li className="text-ink">{t(change.by.value > 0 ? 'pulse.change_up' : 'pulse.change_down', { by })}</li>
}

function Items({ theme, figures }: { theme: PulseTheme; figures: Figures }) {
  const { t } = useTranslation()
  const { number } = usePulseWords()
  if (figures.items.length === 0) return null
  return (
    <details className="text-sm">
      <summary className="min-h-8 py-1.5 text-muted underline decoration-line underline-offset-4 hover:text-ink">
        {t('pulse.by_question')}
      </summary>
      <ul className="grid gap-4 py-2">
        {figures.items.map(({ id, mean, counts, reverse }) => {
          const text = theme.items.find((item) => item.id === id)?.text ?? id
          return (
            <li key={id} className="grid gap-1">
              <p>{text}</p>
              <p className="num text-muted">
                {t('pulse.item_mean', { mean: number(mean) })} {reverse && t('pulse.item_reverse')}
              </p>
              <Counts counts={counts} label={text} />
            </li>
          )
        })}
      </ul>
    </details>
  )
}

function TrendTable({ trend: { theme, points }, fewest }: ThemeCardProps) {
  const { t } = useTranslation()
  const { number, percent, when, hidden } = usePulseWords()
  return (
    <TableFold label={theme.title}>
      <thead className="text-muted">
        <tr>
          <th className="py-1 pr-3 font-normal">{t('pulse.until')}</th>
          <th className="py-1 pr-3 font-normal">{t('pulse.value')}</th>
          <th className="py-1 pr-3 font-normal">{t('pulse.interval')}</th>
          <th className="py-1 pr-3 font-normal">{t('pulse.answered')}</th>
          <th className="py-1 font-normal">{t('pulse.rolling')}</th>
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map((point) => {
          const value = point.figures && (point.figures.net ?? point.figures.mean)
          return (
            <tr key={point.wave_id} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-3 font-normal">
                {when(point)}
              </th>
              {point.figures && value ? (
                <>
                  <td className="py-1.5 pr-3">{number(value.value)}</td>
                  <td className="py-1.5 pr-3 whitespace-nowrap">
                    {number(value.low)} – {number(value.high)}
                  </td>
                  <td className="py-1.5 pr-3 whitespace-nowrap">
                    {point.figures.n}/{point.figures.people} ({percent(point.figures.response_rate)})
                  </td>
                  <td className="py-1.5">{point.rolling && number(point.rolling.value)}</td>
                </>
              ) : (
                <td colSpan={4} className="py-1.5 text-muted">
                  {hidden(point, theme, fewest)}
                </td>
              )}
            </tr>
          )
        })}
      </tbody>
    </TableFold>
  )
}
