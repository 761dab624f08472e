import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ScenarioSummary } from '@/api/types'
import { buttonClass } from '@/components/button'
import { cardClass, Tag } from '@/components/card'

/** What this person has written, the last change first. */
export function WrittenList({ scenarios }: { scenarios: ScenarioSummary[] }) {
  const { t } = useTranslation()
  if (scenarios.length === 0) return <p className="mt-3 text-muted">{t('author.none')}</p>
  return (
    <ul className="mt-4 grid gap-3">
      {scenarios.map((scenario) => (
        <li key={scenario.id} className={`${cardClass} flex flex-wrap items-center gap-x-5 gap-y-3`}>
          <div className="min-w-[min(100%,16rem)] flex-1">
            <h3 className="text-[17px] leading-[1.3] font-semibold">{scenario.title}</h3>
            <p className="mt-1 text-muted">{scenario.summary}</p>
          </div>
          <Tag>{t(scenario.shared ? 'author.is_shared' : 'author.is_private')}</Tag>
          <span className="flex gap-3">
            <Link to="/practice/$id" params={{ id: scenario.id }} className={buttonClass('quiet')}>
              {t('author.practise')}
            </Link>
            <Link
              to="/author/$id"
              params={{ id: scenario.id }}
              aria-label={t('author.edit_of', { title: scenario.title })}
              className={buttonClass()}
            >
              {t('author.edit')}
            </Link>
          </span>
        </li>
      ))}
    </ul>
  )
}
