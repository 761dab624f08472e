import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { authQuery, oidcUrl, useAuth, useMe } from '@/api/accounts'
import { signedOut } from '@/api/signed-out'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { SignInForm } from '@/components/sign-in-form'
import { Slow } from '@/components/slow'
import { onSignedIn } from '@/lib/signed-in'

/** In the middle of work nobody is sent away: one signs in over the page, which stays as it is, and so does a talk. */
export function SignInAgain() {
  const { t } = useTranslation()
  const [later, setLater] = useState(false)
  useBack()
  if (later)
    return (
      <div className="fixed inset-x-4 bottom-4 z-40 mx-auto max-w-read rounded-card shadow-float" role="status">
        <Notice
          tone="danger"
          title={t('sign_in.out')}
          actions={<Button onClick={() => setLater(false)}>{t('sign_in.go')}</Button>}
        >
          {t('sign_in.out_text')}
        </Notice>
      </div>
    )
  return (
    <Dialog
      open
      onClose={() => setLater(true)}
      title={t('sign_in.out')}
      actions={<Button onClick={() => setLater(true)}>{t('sign_in.later')}</Button>}
    >
      <p>{t('sign_in.out_text')}</p>
      <Ways />
    </Dialog>
  )
}

function Ways() {
  const { t } = useTranslation()
  const auth = useAuth()
  const me = useMe()
  if (auth.isPending) return <Slow what={t('sign_in.loading')} />
  if (!auth.data) return <Problem error={auth.error} what={t('sign_in.unknown')} retry={() => void auth.refetch()} />
  if (auth.data.mode !== 'accounts') return <p>{t('sign_in.link_do')}</p>
  const { oidc, password } = auth.data
  return (
    <div className="mt-2 grid gap-4">
      {oidc && (
        <Button onClick={() => window.open(oidcUrl('/signed-in'), '_blank', 'width=520,height=680')}>
          {t('sign_in.with', { name: oidc.name })}
        </Button>
      )}
      {password && <SignInForm email={me.data?.email ?? ''} onSignedIn={() => undefined} />}
    </div>
  )
}

/** Somebody may have signed in in another window of this browser: that counts here as well. */
function useBack() {
  const client = useQueryClient()
  const { data: auth } = useAuth()
  useEffect(() => {
    const look = () => void client.invalidateQueries({ queryKey: authQuery.queryKey })
    const stop = onSignedIn(look)
    addEventListener('focus', look)
    return () => {
      stop()
      removeEventListener('focus', look)
    }
  }, [client])
  const signedIn = auth?.signed_in === true
  useEffect(() => {
    if (!signedIn) return
    signedOut.set(false)
    void client.invalidateQueries()
  }, [client, signedIn])
}
