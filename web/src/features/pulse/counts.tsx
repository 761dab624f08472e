import { useTranslation } from 'react-i18next'
import type { PulsePoint } from '@/api/types'

type Count = NonNullable<PulsePoint['figures']>['counts'][number]

/** How many people answered what, as columns with their numbers. */
export function Counts({ counts, label }: { counts: readonly Count[]; label: string }) {
  const { t } = useTranslation()
  const most = Math.max(1, ...counts.map(({ people }) => people))
  const said = counts
    .filter(({ people }) => people > 0)
    .map(({ value, people }) => t('pulse.count_of', { value, count: people }))
  return (
    <figure
      role="img"
      aria-label={`${label}: ${said.join(', ')}`}
      className="num grid auto-cols-fr grid-flow-col gap-1 text-center text-sm"
    >
      {counts.map(({ value, people }) => (
        <div key={value} aria-hidden="true" className="grid content-end">
          <span className={people > 0 ? '' : 'invisible'}>{people}</span>
          <span className="flex h-14 items-end border-b border-edge">
            <span className="w-full rounded-t-sm bg-you" style={{ height: `${(people / most) * 100}%` }} />
          </span>
          <span className="text-muted">{value}</span>
        </div>
      ))}
    </figure>
  )
}
