import { useTranslation } from 'react-i18next'
import type { PulsePoint, PulseTheme } from '@/api/types'
import { day } from '@/lib/format'

const dateOf = (at: number) => new Date(at).toISOString()
const LAST_MOMENT = 1

/** What a figure is called and how it is written. */
export function usePulseWords() {
  const { t, i18n } = useTranslation()
  const number = (value: number) => new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(value)
  const whole = (value: number) => new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 }).format(value)
  const percent = (share: number) =>
    new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 }).format(share)
  const hidden = ({ hidden: why }: Pick<PulsePoint, 'hidden'>, theme: PulseTheme, fewest: Fewest) => {
    if (why === 'open') return t('pulse.hidden_open')
    if (why === 'too_alike') return t('pulse.hidden_too_alike')
    return t('pulse.hidden_few', { fewest: fewestOf(theme, fewest) })
  }
  return {
    number,
    whole,
    percent,
    hidden,
    /** The last day of a wave. */
    when: ({ closes_at }: Pick<PulsePoint, 'closes_at'>) => day(dateOf(closes_at - LAST_MOMENT), i18n.language),
  }
}

interface Fewest {
  answers: number
  comments: number
  net_score: number
}

export const fewestOf = (theme: PulseTheme, fewest: Fewest) =>
  theme.set === 'comment' ? fewest.comments : theme.set === 'recommend' ? fewest.net_score : fewest.answers

/** The latest wave of which something is told. */
export const latestTold = (points: readonly PulsePoint[]) =>
  points.findLast(({ figures, comments }) => figures !== null || comments.length > 0)
