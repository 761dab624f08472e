import { Link } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import { createContext, type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { may } from '@/api/sessions'
import type { Session } from '@/api/types'
import { buttonClass } from '@/components/button'

const Source = createContext<string | null>(null)

/** Everything inside is about one session that is over: whoever spoke in it can go back to its moments. */
export function RetryScope({ session, children }: { session: Pick<Session, 'id' | 'may'>; children: ReactNode }) {
  return <Source value={may(session, 'talk') ? session.id : null}>{children}</Source>
}

interface RetryLinkProps {
  /** The learner's turn that is to be said anew. */
  turnId: string
  /** `big` is the one thing to do next; the others stand beside a quote or a turn. */
  big?: boolean
  /** It stands in a narrow row on phones. */
  short?: boolean
  /** The words it is about, for people who cannot see where it stands. */
  about?: string
}

/** The way back to one moment of a talk; outside of a `RetryScope` there is none. */
export function RetryLink({ turnId, big = false, short = false, about }: RetryLinkProps) {
  const { t } = useTranslation()
  const id = useContext(Source)
  if (!id) return null
  const label = big ? t('retry.moment') : t('retry.here')
  return (
    <Link
      to="/retry/$id"
      params={{ id }}
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
      {short ? (
        <>
          <span className="sm:hidden">{t('retry.here_short')}</span>
          <span className="max-sm:hidden">{label}</span>
        </>
      ) : (
        label
      )}
    </Link>
  )
}
