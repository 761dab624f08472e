import { createFileRoute, Navigate, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { oidcUrl, useAuth } from '@/api/accounts'
import type { Auth } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Notice } from '@/components/notice'
import { OpenShell } from '@/components/open-shell'
import { Problem } from '@/components/problem'
import { SignInForm } from '@/components/sign-in-form'
import { Slow } from '@/components/slow'
import { useNamedText } from '@/lib/named-text'
import { safeNext } from '@/lib/next'

export const Route = createFileRoute('/sign-in')({
  component: SignInPage,
  staticData: { open: true },
  validateSearch: (search: Record<string, unknown>): { next?: string; error?: string } => ({
    ...(typeof search['next'] === 'string' && { next: search['next'] }),
    ...(typeof search['error'] === 'string' && { error: search['error'] }),
  }),
})

function SignInPage() {
  const { t } = useTranslation()
  const auth = useAuth()
  return (
    <OpenShell title={t('sign_in.title')}>
      <h1>{t('sign_in.title')}</h1>
      <div className="mt-6 grid gap-5">
        {auth.isPending && <Slow what={t('sign_in.loading')} />}
        {auth.isError && <Problem error={auth.error} what={t('sign_in.unknown')} retry={() => void auth.refetch()} />}
        {auth.data && <Ways auth={auth.data} />}
      </div>
    </OpenShell>
  )
}

/** The ways in that this server has. */
function Ways({ auth }: { auth: Auth }) {
  const { t } = useTranslation()
  const router = useRouter()
  const { next, error } = Route.useSearch()
  const to = safeNext(next)
  if (auth.mode === 'single') return <Navigate to="/" replace />
  if (auth.mode === 'link') return <Notice title={t('sign_in.link')}>{t('sign_in.link_do')}</Notice>
  if (auth.signed_in) return <GoOn to={to} />
  if (auth.needs_setup) return <Notice title={t('sign_in.setup')}>{t('sign_in.setup_do')}</Notice>
  return (
    <>
      {error && <WhyNot code={error} />}
      {auth.oidc && (
        <a href={oidcUrl(to)} className={buttonClass(auth.password ? 'plain' : 'primary')}>
          {t('sign_in.with', { name: auth.oidc.name })}
        </a>
      )}
      {auth.oidc && auth.password && <Or />}
      {auth.password && <SignInForm onSignedIn={() => router.history.replace(to)} />}
      {auth.password && <p className="text-sm text-muted">{t('sign_in.forgotten')}</p>}
    </>
  )
}

function GoOn({ to }: { to: string }) {
  const router = useRouter()
  useEffect(() => router.history.replace(to), [router, to])
  return null
}

function Or() {
  const { t } = useTranslation()
  return (
    <p className="flex items-center gap-3 text-sm text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {t('sign_in.or')}
    </p>
  )
}

/** Why the identity provider's answer was not enough. */
function WhyNot({ code }: { code: string }) {
  const { t } = useTranslation()
  const named = useNamedText()
  return (
    <Notice tone="danger" role="alert" title={t('sign_in.oidc_failed')}>
      {named(`sign_in.oidc.${code}`) || t('sign_in.oidc_failed_do')}
    </Notice>
  )
}
