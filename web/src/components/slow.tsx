import { useTranslation } from 'react-i18next'
import { useAfter } from '@/lib/hooks'

/** What comes sooner needs no words. */
const SOON_MS = 400
const SLOW_MS = 4000

interface SlowProps {
  what: string
  /** A skeleton shows already that something comes: words only when it takes long. */
  quiet?: boolean
}

/** Says that something is being loaded: to listeners at once, to everybody soon, and when it takes long. */
export function Slow({ what, quiet = false }: SlowProps) {
  const { t } = useTranslation()
  const soon = useAfter(SOON_MS, !quiet)
  const slow = useAfter(SLOW_MS, true)
  return (
    <p role="status" className={slow || soon ? 'mt-4 text-muted' : 'sr'}>
      {slow ? t('problem.slow', { what }) : what}
    </p>
  )
}
