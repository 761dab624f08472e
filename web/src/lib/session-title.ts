import { useTranslation } from 'react-i18next'

const ENDS = /[.?!…]$/

/** "The late report, with Marc"; a title that is a sentence of its own keeps its end: "Whose idea was it? With Priya". */
export function useTitle(title: string | null, name: string | null): string {
  const { t } = useTranslation()
  const known = title ?? t('session.free')
  if (!name) return known
  return ENDS.test(known) ? t('session.with_asked', { title: known, name }) : t('session.with', { title: known, name })
}
