import { useTranslation } from 'react-i18next'
import { useNamedText } from '@/lib/named-text'

/** The name of a text in the locale files: "Giving feedback" is `shipped.giving_feedback`. */
export const shippedKey = (text: string) =>
  `shipped.${text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')}`

/**
 * Names that ship with the server in English (skills, criteria and their elements), in the reader's language. What
 * somebody wrote here stands as they wrote it.
 */
export function useShipped(): (text: string) => string {
  const translated = useTranslated()
  return (text) => translated(shippedKey(text), text)
}

/** What a figure is called, and what to know of it, in the reader's language; in the server's where there is none. */
export function useMetricTexts() {
  const translated = useTranslated()
  return (metric: { id: string; title: string; caveat: string }) => ({
    title: translated(`metric_title.${metric.id}`, metric.title),
    caveat: translated(`metric_about.${metric.id}`, metric.caveat),
  })
}

/** The server speaks English: there its own words stand, and where the reader's language has no others. */
export function useTranslated(): (key: string, own: string) => string {
  const { i18n } = useTranslation()
  const named = useNamedText()
  return (key, own) => (i18n.language === 'en' ? own : named(key) || own)
}
