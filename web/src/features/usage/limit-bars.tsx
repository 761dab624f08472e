import { useTranslation } from 'react-i18next'
import type { Usage } from '@/api/types'
import { cardClass } from '@/components/card'
import { money } from '@/lib/format'

const WARN = 0.8

/** How much of each limit is used. */
export function LimitBars({ limits }: { limits: Usage['limits'] }) {
  const { t, i18n } = useTranslation()
  const shown = (value: number, unit: string) =>
    unit === 'usd'
      ? money(value, 'USD', i18n.language)
      : new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 }).format(value)
  return (
    <section aria-labelledby="limits" className={`${cardClass} grid gap-4`}>
      <h2 id="limits">{t('usage.limits')}</h2>
      {limits.map(({ whose, period, unit, used, most }) => {
        const label = t(`usage.limit_${whose === 'team' ? 'team' : 'user'}_${period === 'day' ? 'day' : 'month'}`)
        const share = most > 0 ? Math.min(1, used / most) : 1
        return (
          <div key={`${whose}-${period}-${unit}`} className="grid gap-1.5">
            <p className="num flex justify-between gap-4">
              <span>{label}</span>
              <span className="text-muted">
                {t(`usage.of_${unit}`, { used: shown(used, unit), most: shown(most, unit) })}
              </span>
            </p>
            <div aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-line">
              <div
                className={`h-full rounded-full ${share >= WARN ? 'bg-danger' : 'bg-you'}`}
                style={{ width: `${share * 100}%` }}
              />
            </div>
          </div>
        )
      })}
    </section>
  )
}
