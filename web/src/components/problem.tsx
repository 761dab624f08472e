import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, Unreachable } from '@/api/client'
import { Button } from '@/components/button'
import { Notice } from '@/components/notice'
import { useTranslated } from '@/lib/shipped'

interface ProblemProps {
  error: unknown
  /** What could not be done: "The conversations could not be loaded." */
  what: string
  retry?: () => void
  actions?: ReactNode
}

/** An error in three parts: what happened, what is safe, what to do. */
export function Problem({ error, what, retry, actions }: ProblemProps) {
  const { t } = useTranslation()
  return (
    <Notice
      tone="danger"
      role="alert"
      title={what}
      actions={
        <>
          {retry && <Button onClick={retry}>{t('problem.retry')}</Button>}
          {actions}
        </>
      }
    >
      {useReason(error)}
    </Notice>
  )
}

/** What only the server's own words tell: where in a text the error is. */
const TELLS_WHERE = new Set(['invalid_scenario'])

/** The reason in a sentence: the server's own words, which are English, or what is known of its code in another language. */
export function useReason(error: unknown): string {
  const { t } = useTranslation()
  const translated = useTranslated()
  if (error instanceof Unreachable) return error.offline ? t('problem.offline') : t('problem.unreachable')
  if (!(error instanceof ApiError)) return t('problem.unknown')
  const reason = translated(`problem.code.${error.code}`, error.message)
  return TELLS_WHERE.has(error.code) && reason !== error.message ? `${reason} ${error.message}` : reason
}
