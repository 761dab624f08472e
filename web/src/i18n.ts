import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { firstLanguage } from '@/early'
import { getPreferences, setPreferences } from '@/lib/preferences'
import type en from '@/locales/en.json'

/** A language is one file in `locales/`. Only the one that is read is fetched: a test says that each has every text. */
const files = import.meta.glob<typeof en>('./locales/*.json', { import: 'default' })
const tagOf = (file: string) => file.replace(/^.*\/|\.json$/g, '')

/** The tags of the languages that the pages speak. */
export const LANGUAGES: readonly string[] = Object.keys(files).map(tagOf)
const ownNames = new Map<string, string>()

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
    returnNull: false
  }
}

/** Ready with the language that was chosen here, or else with the first of the browser's that there is. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
  })
  i18next.on('languageChanged', (tag) => {
    document.documentElement.lang = tag
  })
  await speak(firstLanguage(LANGUAGES, getPreferences().language, navigator.languages))
}

/** Have every page in this language from now on, in this browser. Rejects when its texts cannot be fetched. */
export async function chooseLanguage(tag: string): Promise<void> {
  await speak(tag)
  setPreferences({ language: tag })
}

/** What a language calls itself: "Deutsch". It takes the browser milliseconds to say it, so it is asked once. */
export function ownName(tag: string): string {
  const known = ownNames.get(tag)
  if (known !== undefined) return known
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  const written = name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
  ownNames.set(tag, written)
  return written
}

async function speak(tag: string): Promise<void> {
  const load = files[`./locales/${tag}.json`]
  if (load && !i18next.hasResourceBundle(tag, 'translation'))
    i18next.addResourceBundle(tag, 'translation', await load())
  await i18next.changeLanguage(tag)
}
