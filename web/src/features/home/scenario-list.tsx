import { Search } from 'lucide-react'
import { type ChangeEvent, memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioSummary } from '@/api/types'
import { Button } from '@/components/button'
import { languageName } from '@/lib/format'
import { useShipped } from '@/lib/shipped'
import { distinct, EVERYTHING, type Filter, matching } from './filter'
import { ScenarioCard } from './scenario-card'

/** All conversations, with search and filters once there is something to choose between. Long: not made anew for nothing. */
export const ScenarioList = memo(function ScenarioList({ scenarios }: { scenarios: ScenarioSummary[] }) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState(EVERYTHING)
  const languages = distinct(scenarios.map(({ language }) => language))
  const found = matching(scenarios, filter)
  return (
    <section aria-labelledby="conversations" className="mt-12">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="conversations" className="mr-auto">
          {t('home.conversations')}
        </h2>
        <Filters scenarios={scenarios} languages={languages} filter={filter} onChange={setFilter} />
      </div>
      <p role="status" className="sr">
        {t('home.found', { count: found.length })}
      </p>
      <ul className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {found.map((scenario) => (
          <li key={scenario.id}>
            <ScenarioCard scenario={scenario} showLanguage={languages.length > 1} />
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <div className="mt-4 flex flex-wrap items-center gap-4 rounded-card bg-sunk px-5 py-4">
          <p className="flex-1 text-muted">{scenarios.length ? t('home.none_found') : t('home.none')}</p>
          {scenarios.length > 0 && <Button onClick={() => setFilter(EVERYTHING)}>{t('home.show_all')}</Button>}
        </div>
      )}
    </section>
  )
})

interface FiltersProps {
  scenarios: ScenarioSummary[]
  languages: string[]
  filter: Filter
  onChange: (filter: Filter) => void
}

const FIELD =
  'min-h-11 min-w-0 flex-1 rounded-full border border-edge bg-raised text-[15px] text-ink hover:border-ink sm:flex-none'
const SELECT = `${FIELD} pill-select pr-9 pl-4`

function Filters({ scenarios, languages, filter, onChange }: FiltersProps) {
  const { t, i18n } = useTranslation()
  const named = useShipped()
  const skills = distinct(scenarios.flatMap((scenario) => scenario.skills))
  const set = (name: keyof Filter) => (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
    onChange({ ...filter, [name]: event.currentTarget.value })
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers of the last years know the role, not all the element
    <form role="search" onSubmit={(event) => event.preventDefault()} className="flex w-full flex-wrap gap-3 sm:w-auto">
      <span className="relative flex min-w-0 basis-full sm:w-56 sm:basis-auto">
        <Search aria-hidden="true" className="pointer-events-none absolute top-3.5 left-4 size-4 text-muted" />
        <input
          type="search"
          value={filter.search}
          onChange={set('search')}
          aria-label={t('home.search')}
          placeholder={t('home.search')}
          className={`${FIELD} w-full pr-3 pl-10 sm:flex-1`}
        />
      </span>
      <select value={filter.skill} onChange={set('skill')} aria-label={t('home.skill')} className={SELECT}>
        <option value="">{t('home.all_skills')}</option>
        {skills.map((skill) => (
          <option key={skill} value={skill}>
            {named(skill)}
          </option>
        ))}
      </select>
      {languages.length > 1 && (
        <select value={filter.language} onChange={set('language')} aria-label={t('home.language')} className={SELECT}>
          <option value="">{t('home.all_languages')}</option>
          {languages.map((tag) => (
            <option key={tag} value={tag}>
              {languageName(tag, i18n.language)}
            </option>
          ))}
        </select>
      )}
    </form>
  )
}
