import { useTranslation } from 'react-i18next'
import { useAfter } from '@/lib/hooks'

const SLOW_MS = 4000

/** Says that something is being loaded: to listeners at once, to everybody when it takes long. */
export function Slow({ what }: { what: string }) {
  const { t } = useTranslation()
  const slow = useAfter(SLOW_MS, true)
  return (
    <p role="status" className={slow ? 'mt-4 text-muted' : 'sr'}>
      {slow ? t('problem.slow', { what }) : what}
    </p>
  )
}
