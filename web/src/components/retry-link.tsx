import { Link } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '@/components/button'

interface RetryLinkProps {
  sessionId: string
  /** The learner's turn that is to be said anew. */
  turnId: string
  /** `big` is the one thing to do next; the others stand beside a quote or a turn. */
  big?: boolean
  /** The words it is about, for people who cannot see where it stands. */
  about?: string
}

/** The way back to one moment of a talk. */
export function RetryLink({ sessionId, turnId, big = false, about }: RetryLinkProps) {
  const { t } = useTranslation()
  const label = big ? t('retry.moment') : t('retry.here')
  return (
    <Link
      to="/retry/$id"
      params={{ id: sessionId }}
      search={{ turn: turnId }}
      aria-label={about ? t('retry.about', { label, quote: about }) : label}
      data-print="hide"
      className={
        big
          ? buttonClass('primary', 'justify-self-start')
          : 'inline-flex min-h-11 items-center gap-1.5 px-1 text-sm text-muted no-underline hover:text-ink'
      }
    >
      <RotateCcw aria-hidden="true" className={big ? 'size-4' : 'size-3.5'} />
      {label}
    </Link>
  )
}
