import { createFileRoute, Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { oidcUrl, useAcceptInvitation, useAuth, useInvitation } from '@/api/accounts'
import { ApiError } from '@/api/client'
import type { Auth, Invitation } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { Field } from '@/components/field'
import { OpenShell } from '@/components/open-shell'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { date } from '@/lib/format'
import { roleOf } from '@/lib/menu'

export const Route = createFileRoute('/invitation/$token')({ component: InvitationPage, staticData: { open: true } })

const TITLES = {
  join: 'invitation.title',
  setup: 'invitation.setup_title',
  password: 'invitation.new_password',
} as const

/** Where a link leads that makes an account, or lets somebody choose a new password. */
function InvitationPage() {
  const { t } = useTranslation()
  const { token } = Route.useParams()
  const auth = useAuth()
  const invitation = useInvitation(token)
  const title = t(TITLES[invitation.data?.purpose ?? 'join'])
  const gone = invitation.error instanceof ApiError && invitation.error.status === 404
  const error = invitation.error ?? auth.error
  const retry = () => void Promise.all([invitation.refetch(), auth.refetch()])
  return (
    <OpenShell title={title}>
      {gone ? (
        <>
          <h1>{t('invitation.gone')}</h1>
          <p className="mt-3 mb-5 text-muted">{t('invitation.gone_do')}</p>
          <Link to="/sign-in" className={buttonClass('primary')}>
            {t('sign_in.go')}
          </Link>
        </>
      ) : (
        <>
          <h1>{title}</h1>
          <div className="mt-4 grid gap-5">
            {error && <Problem error={error} what={t('invitation.failed')} retry={retry} />}
            {!error && !(invitation.data && auth.data) && <Slow what={t('invitation.loading')} />}
            {!error && invitation.data && auth.data && (
              <Accept token={token} invitation={invitation.data} auth={auth.data} />
            )}
          </div>
        </>
      )}
    </OpenShell>
  )
}

interface AcceptProps {
  token: string
  invitation: Invitation
  auth: Auth
}

function Accept({ token, invitation, auth }: AcceptProps) {
  const { t } = useTranslation()
  return (
    <>
      <WhatFor invitation={invitation} />
      {auth.oidc && invitation.purpose !== 'password' && (
        <a href={oidcUrl('/', token)} className={buttonClass(auth.password ? 'plain' : 'primary')}>
          {t('sign_in.with', { name: auth.oidc.name })}
        </a>
      )}
      {auth.password && <OwnPassword token={token} invitation={invitation} withProvider={auth.oidc !== null} />}
    </>
  )
}

function WhatFor({ invitation }: { invitation: Invitation }) {
  const { t, i18n } = useTranslation()
  const until = date(invitation.expires_at, i18n.language)
  if (invitation.purpose === 'password') return <p className="text-muted">{t('invitation.password_text', { until })}</p>
  if (invitation.purpose === 'setup') return <p className="text-muted">{t('invitation.setup_text')}</p>
  const role = t(`roles.${roleOf(invitation)}`)
  const team = invitation.team?.name
  return (
    <p className="text-muted">
      {team ? t('invitation.text_team', { role, team, until }) : t('invitation.text', { role, until })}
    </p>
  )
}

interface OwnPasswordProps {
  token: string
  invitation: Invitation
  withProvider: boolean
}

function OwnPassword({ token, invitation, withProvider }: OwnPasswordProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const accept = useAcceptInvitation(token)
  const [name, setName] = useState('')
  const [email, setEmail] = useState(invitation.email ?? '')
  const [password, setPassword] = useState('')
  const [takeOver, setTakeOver] = useState(true)
  const anew = invitation.purpose === 'password'
  const local = invitation.local_talks
  const { error } = accept
  const refused = (param: string) => (error instanceof ApiError && error.param === param ? error.message : undefined)
  const elsewhere = error && !['name', 'email', 'password'].some((param) => refused(param))
  const send = (event: FormEvent) => {
    event.preventDefault()
    const mine = { name: name.trim(), email: email.trim(), ...(local > 0 && { take_over: takeOver }) }
    const body = anew ? { password } : { ...mine, password }
    accept.mutate(body, { onSuccess: () => router.history.replace('/') })
  }
  return (
    <form onSubmit={send} className="grid gap-4">
      {withProvider && !anew && <p className="text-sm text-muted">{t('invitation.or_password')}</p>}
      {!anew && (
        <Field
          label={t('invitation.name')}
          autoComplete="name"
          required
          maxLength={200}
          value={name}
          onChange={setName}
          refused={refused('name')}
        />
      )}
      {!anew && (
        <Field
          label={t('sign_in.email')}
          type="email"
          autoComplete="username"
          required
          maxLength={254}
          readOnly={invitation.email !== null}
          value={email}
          onChange={setEmail}
          refused={refused('email')}
        />
      )}
      {anew && <input type="hidden" autoComplete="username" value={email} />}
      <Field
        label={t(anew ? 'account.new_password' : 'sign_in.password')}
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={256}
        value={password}
        onChange={setPassword}
        hint={t('account.password_rule')}
        refused={refused('password')}
      />
      {local > 0 && (
        <label className="flex min-h-11 cursor-pointer items-start gap-3">
          <input
            type="checkbox"
            checked={takeOver}
            onChange={(event) => setTakeOver(event.currentTarget.checked)}
            className="mt-1 size-4 shrink-0 accent-you"
          />
          {t('invitation.take_over', { count: local })}
        </label>
      )}
      {elsewhere && <Problem error={error} what={t('invitation.not_accepted')} />}
      <Button type="submit" variant="primary" disabled={accept.isPending}>
        {t(anew ? 'invitation.set_password' : 'invitation.accept')}
      </Button>
    </form>
  )
}
