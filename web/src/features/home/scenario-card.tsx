import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ScenarioSummary } from '@/api/types'
import { cardClass } from '@/components/card'
import { languageName } from '@/lib/format'
import { useShipped } from '@/lib/shipped'

export function ScenarioCard({ scenario, showLanguage }: { scenario: ScenarioSummary; showLanguage: boolean }) {
  const { t, i18n } = useTranslation()
  const named = useShipped()
  const facts = [
    ...scenario.skills.map(named),
    t('home.minutes', { count: scenario.minutes }),
    scenario.difficulty_label,
    ...(scenario.source === 'mine' ? [t('author.card_mine')] : []),
    ...(scenario.source === 'shared' ? [t('author.card_shared')] : []),
    ...(showLanguage ? [languageName(scenario.language, i18n.language)] : []),
  ]
  return (
    <Link
      to="/practice/$id"
      params={{ id: scenario.id }}
      className={`${cardClass} flex h-full flex-col gap-1.5 text-inherit no-underline transition-colors hover:border-edge sm:min-h-[168px]`}
    >
      <h3 lang={scenario.language} className="text-[17px] leading-[1.3] font-semibold">
        {scenario.title}
      </h3>
      <p lang={scenario.language} className="text-muted">
        {scenario.summary}
      </p>
      <p className="mt-auto flex flex-wrap gap-x-3 pt-3 text-sm text-muted">
        {facts.map((fact) => (
          <span key={fact} className="num">
            {fact}
          </span>
        ))}
      </p>
    </Link>
  )
}
