import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Progress } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Card } from '@/components/card'
import { useShipped } from '@/lib/shipped'

/** What to practise next, and why. */
export function Suggestion({ suggestion }: { suggestion: NonNullable<Progress['suggestion']> }) {
  const { t } = useTranslation()
  const named = useShipped()
  const { scenario_id, scenario_title, reason, element_title, rubric_title } = suggestion
  return (
    <Card aria-label={t('progress.next')} className="flex flex-wrap items-center gap-x-6 gap-y-4">
      <div className="min-w-[min(100%,18rem)] flex-1">
        <h2>{t('progress.next_is', { title: scenario_title })}</h2>
        <p className="mt-1 text-muted">
          {t(`progress.because.${reason}`, {
            skill: named(element_title ?? rubric_title),
            rubric: named(rubric_title),
          })}
        </p>
      </div>
      <Link to="/practice/$id" params={{ id: scenario_id }} className={buttonClass('primary')}>
        {t('progress.practise')}
      </Link>
    </Card>
  )
}
