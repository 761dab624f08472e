import { useTranslation } from 'react-i18next'
import type { PulseTrend, PulseTrends } from '@/api/types'
import { cardClass } from '@/components/card'
import { latestTold, usePulseWords } from './words'

interface CommentsProps {
  trend: PulseTrend
  fewest: PulseTrends['fewest']
}

/** What people wrote in the latest pulse, in the order of the alphabet. */
export function Comments({ trend: { theme, points }, fewest }: CommentsProps) {
  const { t } = useTranslation()
  const words = usePulseWords()
  const told = latestTold(points)
  const last = points.at(-1)
  return (
    <section aria-labelledby="comments" className={`${cardClass} mt-6 max-w-read`}>
      <h2 id="comments">{theme.title}</h2>
      {last?.hidden && (
        <p className="mt-1 text-sm text-muted">
          {words.when(last)}: {words.hidden(last, theme, fewest)}
        </p>
      )}
      {told && (
        <>
          <p className="mt-1 text-sm text-muted">{t('pulse.comments_of', { date: words.when(told) })}</p>
          <ul className="mt-4 grid gap-4">
            {told.comments.map((one, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two people may write the same
              <li key={place} className="border-l-2 border-line pl-4 whitespace-pre-wrap wrap-anywhere">
                {one}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
