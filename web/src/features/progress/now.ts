import { useTranslation } from 'react-i18next'
import type { Skill } from '@/api/types'

/** Where somebody is with a skill, in words; null while nothing is known. */
export function useNow(now: Skill['now']): string | null {
  const { t, i18n } = useTranslation()
  if (!now) return null
  if (now.talks === 1) return t('progress.once', { level: now.median })
  const middle = now.median.toLocaleString(i18n.language)
  return now.low === now.high
    ? t('progress.steady', { level: middle, talks: now.talks })
    : t('progress.spread', { level: middle, low: now.low, high: now.high, talks: now.talks })
}
