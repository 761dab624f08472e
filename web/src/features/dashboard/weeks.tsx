import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StatsWeek } from '@/api/types'
import { Card } from '@/components/card'
import { Choice } from '@/components/choice'
import { TableFold } from '@/components/table-fold'
import { dayOfYear } from '@/lib/format'

const FIGURES = ['talks', 'minutes', 'people'] as const

/** Week by week, as columns and as a table. */
export function Weeks({ weeks, fewest }: { weeks: readonly StatsWeek[]; fewest: number }) {
  const { t, i18n } = useTranslation()
  const [of, setOf] = useState<(typeof FIGURES)[number]>('talks')
  const date = (at: number) => dayOfYear(new Date(at).toISOString(), i18n.language)
  const most = Math.max(1, ...weeks.map((week) => week[of] ?? 0))
  const first = weeks[0]
  const last = weeks.at(-1)
  return (
    <Card aria-labelledby="weeks">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <h2 id="weeks">{t('dashboard.weeks')}</h2>
        <div className="w-44">
          <Choice
            label={t('dashboard.show')}
            value={of}
            values={FIGURES}
            text={(one) => t(`dashboard.${one}`)}
            onChange={setOf}
          />
        </div>
      </div>
      <div aria-hidden="true" className="num mt-4 grid auto-cols-fr grid-flow-col gap-1 text-center text-sm sm:gap-3">
        {weeks.map((week) => (
          <Column key={week.begins_at} value={week[of]} most={most} />
        ))}
      </div>
      {first && last && (
        <p className="num flex justify-between gap-4 text-sm text-muted">
          <span>{date(first.begins_at)}</span>
          <span>{t('dashboard.this_week')}</span>
        </p>
      )}
      <p className="mt-2 text-sm text-muted">{t('dashboard.legend', { fewest })}</p>
      <TableFold label={t('dashboard.week')}>
        <thead className="text-muted">
          <tr>
            <th className="py-1 pr-3 font-normal">{t('dashboard.week')}</th>
            {FIGURES.map((one) => (
              <th key={one} className="py-1 pr-3 font-normal">
                {t(`dashboard.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.toReversed().map((week) => (
            <tr key={week.begins_at} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-3 font-normal">
                {date(week.begins_at)}
              </th>
              {week.told ? (
                FIGURES.map((one) => (
                  <td key={one} className="py-1.5 pr-3">
                    {week[one]}
                  </td>
                ))
              ) : (
                <td colSpan={FIGURES.length} className="py-1.5 text-muted">
                  {t('dashboard.too_few', { fewest })}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </TableFold>
    </Card>
  )
}

/** null: too few people, so nothing is told. */
function Column({ value, most }: { value: number | null; most: number }) {
  return (
    <div className="grid">
      <span className="flex h-32 flex-col justify-end border-b border-edge">
        {value !== null && (
          <>
            <span className="-mx-1">{value}</span>
            <span className="w-full rounded-t-sm bg-you" style={{ height: `${(value / most) * 80}%` }} />
          </>
        )}
      </span>
      <span className={`mx-auto mt-1.5 h-0.5 w-3 ${value === null ? 'bg-muted' : ''}`} />
    </div>
  )
}
