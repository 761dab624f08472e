import { useTranslation } from 'react-i18next'
import type { Usage } from '@/api/types'
import type { UsageBy } from '@/api/usage'
import { dayOfYear, money } from '@/lib/format'

type Row = Usage['items'][number]

interface UsageTableProps {
  items: Row[]
  by: UsageBy
  /** Whose page this is. */
  me: string | undefined
}

/** One row for each day, model, person or team. */
export function UsageTable({ items, by, me }: UsageTableProps) {
  const { t, i18n } = useTranslation()
  const whole = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 })
  const name = ({ key, name: known }: Row) => {
    if (by === 'day') return dayOfYear(key, i18n.language)
    if (by === 'user' && key === me) return t('session.you')
    return (known ?? key) || t('usage.nobody')
  }
  const cost = ({ cost_usd: usd, unknown }: Row) => {
    const shown = money(usd, 'USD', i18n.language)
    if (unknown === 0) return shown
    return usd > 0 ? t('usage.cost_at_least', { usd: shown }) : t('usage.cost_unknown')
  }
  return (
    <table className="num w-full text-left max-sm:text-sm">
      <thead className="text-sm text-muted">
        <tr>
          <th className="py-1.5 font-normal">{t(`usage.by_${by}`)}</th>
          <th className="py-1.5 pl-3 text-right font-normal">{t('usage.talks')}</th>
          <th className="py-1.5 pl-3 text-right font-normal">{t('usage.minutes')}</th>
          <th className="py-1.5 pl-3 text-right font-normal">{t('usage.cost')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((row) => (
          <tr key={row.key} className="border-t border-line">
            <th scope="row" className="min-w-30 py-2 pr-2 text-base font-normal wrap-anywhere">
              {name(row)}
            </th>
            <td className="py-2 pl-3 text-right">{row.talks}</td>
            <td className="py-2 pl-3 text-right">{whole.format(row.minutes)}</td>
            <td className="py-2 pl-3 text-right whitespace-nowrap">{cost(row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
