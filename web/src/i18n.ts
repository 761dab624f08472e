import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from '@/locales/en.json'

/** A language is one file in `locales/` and one line here. */
const resources = { en: { translation: en } }

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
    returnNull: false
  }
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources,
    lng: chosenLanguage(navigator.languages),
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = i18next.language
}

function chosenLanguage(wanted: readonly string[]): string {
  return wanted.map((tag) => tag.split('-')[0] ?? tag).find((tag) => tag in resources) ?? 'en'
}

/** Texts that a route may name in the menu. */
export type MenuText = 'nav.practise' | 'nav.speech' | 'nav.history' | 'nav.progress'
