import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, LANGUAGES, ownName } from '@/i18n'

const byOwnName = (one: string, other: string) => ownName(one).localeCompare(ownName(other))

/** The language of the pages. Each is called what it calls itself, so that nobody has to read another one. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation()
  const id = useId()
  return (
    <span className="flex items-center">
      <label htmlFor={id} className="sr">
        {t('footer.language')}
      </label>
      <select
        id={id}
        value={i18n.language}
        onChange={(event) => void chooseLanguage(event.target.value).catch(() => undefined)}
        className="min-h-11 cursor-pointer rounded bg-paper text-sm text-muted hover:text-ink"
      >
        {[...LANGUAGES].sort(byOwnName).map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {ownName(tag)}
          </option>
        ))}
      </select>
    </span>
  )
}
