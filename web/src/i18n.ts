import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { firstLanguage } from '@/early'
import { getPreferences, setPreferences } from '@/lib/preferences'
import type en from '@/locales/en.json'

/**
 * A language is one file in `locales/`, of which only the one that is read is fetched: a test says that each has every text. The
 * build makes two of it (`dev/build-plugins.ts`): what the first pages show, and all else.
 */
const first = import.meta.glob<typeof en>('./locales/*.json', { import: 'default' })
const rest = import.meta.glob<string>('./locales/*.json', { import: 'default', query: '?raw' })
const tagOf = (file: string) => file.replace(/^.*\/|\.json$/g, '')

/** The tags of the languages that the pages speak. */
export const LANGUAGES: readonly string[] = Object.keys(first).map(tagOf)
const ownNames = new Map<string, string>()
const added = new Set<() => Promise<typeof en | string>>()
let started: Promise<unknown> = Promise.resolve()
let spoken = 'en'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
    returnNull: false
  }
}

/** Ready with what the first pages say, in the language that was chosen here, or else in the first of the browser's that there is. */
export async function startI18n(): Promise<void> {
  spoken = firstLanguage(LANGUAGES, getPreferences().language, navigator.languages)
  added.clear()
  started = i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
  })
  await add(spoken, first)
  i18next.on('languageChanged', (tag) => {
    document.documentElement.lang = tag
  })
  await i18next.changeLanguage(spoken)
}

/** Ready with every text of the language that is spoken. Rejects when they cannot be fetched. */
export async function allTexts(): Promise<void> {
  await add(spoken, rest)
}

/** A part of the app that is fetched when it is needed, together with the texts that it shows. */
export async function withTexts<Part>(part: Promise<Part>): Promise<Part> {
  const [fetched] = await Promise.all([part, allTexts()])
  return fetched
}

/** Have every page in this language from now on, in this browser. Rejects when its texts cannot be fetched. */
export async function chooseLanguage(tag: string): Promise<void> {
  await Promise.all([add(tag, first), add(tag, rest)])
  spoken = tag
  await i18next.changeLanguage(tag)
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

async function add(tag: string, files: typeof first | typeof rest): Promise<void> {
  const load = files[`./locales/${tag}.json`]
  if (!load || added.has(load)) return
  const [texts] = await Promise.all([load(), started])
  i18next.addResourceBundle(tag, 'translation', typeof texts === 'string' ? JSON.parse(texts) : texts, true)
  added.add(load)
}
