import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignIn } from '@/api/accounts'
import { ApiError } from '@/api/client'
import type { Me } from '@/api/types'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { useNow } from '@/lib/hooks'

const LONGEST_EMAIL = 254
const LONGEST_PASSWORD = 1024

interface SignInFormProps {
  email?: string
  onSignedIn: (me: Me) => void
}

/** Mail address and password. */
export function SignInForm({ email: known = '', onSignedIn }: SignInFormProps) {
  const { t } = useTranslation()
  const signIn = useSignIn()
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const wait = useWait(signIn.error)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>('input[value=""]')?.focus(), [])
  const send = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ email: email.trim(), password }, { onSuccess: onSignedIn, onError: () => setPassword('') })
  }
  return (
    <form ref={form} onSubmit={send} className="grid gap-4">
      <Field
        label={t('sign_in.email')}
        type="email"
        autoComplete="username"
        required
        maxLength={LONGEST_EMAIL}
        value={email}
        onChange={setEmail}
      />
      <Field
        label={t('sign_in.password')}
        type="password"
        autoComplete="current-password"
        required
        maxLength={LONGEST_PASSWORD}
        value={password}
        onChange={setPassword}
      />
      <Refused error={signIn.error} wait={wait} />
      <Button type="submit" variant="primary" disabled={signIn.isPending || wait > 0}>
        {signIn.isPending ? t('sign_in.going') : t('sign_in.go')}
      </Button>
    </form>
  )
}

function Refused({ error, wait }: { error: unknown; wait: number }) {
  const { t } = useTranslation()
  if (!error) return null
  if (error instanceof ApiError && error.code === 'wrong_credentials')
    return (
      <Notice tone="danger" role="alert" title={t('sign_in.wrong')}>
        {t('sign_in.wrong_do')}
      </Notice>
    )
  if (error instanceof ApiError && error.status === 429)
    return (
      <Notice tone="danger" role="alert" title={t('sign_in.throttled')}>
        <span className="num">{wait > 0 ? t('sign_in.wait', { count: wait }) : t('sign_in.waited')}</span>
      </Notice>
    )
  return <Problem error={error} what={t('sign_in.failed')} />
}

/** Seconds until the server listens again; 0 when it does. */
function useWait(error: unknown): number {
  const seconds = error instanceof ApiError && error.status === 429 ? (error.retryAfter ?? 0) : 0
  const [until, setUntil] = useState(0)
  const now = useNow(1000, until > 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal begins a wait of its own
  useEffect(() => setUntil(seconds > 0 ? Date.now() + seconds * 1000 : 0), [error, seconds])
  return Math.min(seconds, Math.max(0, Math.ceil((until - now) / 1000)))
}
