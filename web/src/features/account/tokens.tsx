import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tokensQuery, useMakeToken, useRevokeToken } from '@/api/accounts'
import type { ApiToken, MadeToken } from '@/api/types'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { Dialog } from '@/components/dialog'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'
import { ShownOnce } from '@/components/shown-once'
import { Slow } from '@/components/slow'
import { date, moment } from '@/lib/format'

/** Keys with which one's own programs come in. */
export function Tokens() {
  const { t } = useTranslation()
  const tokens = useQuery(tokensQuery)
  const [made, setMade] = useState<MadeToken | null>(null)
  return (
    <>
      {made && (
        <ShownOnce
          title={t('account.new_token', { label: made.label })}
          text={t('account.new_token_text')}
          value={made.token}
          label={t('account.token')}
          onClose={() => setMade(null)}
        />
      )}
      <Card aria-labelledby="tokens">
        <h2 id="tokens">{t('account.tokens')}</h2>
        <p className="mt-1 text-muted">{t('account.tokens_text')}</p>
        {tokens.isPending && <Slow what={t('account.loading')} />}
        {tokens.isError && (
          <Problem error={tokens.error} what={t('account.tokens_failed')} retry={() => void tokens.refetch()} />
        )}
        {tokens.data && tokens.data.items.length > 0 && (
          <ul aria-label={t('account.tokens')} className="mt-3">
            {tokens.data.items.map((token) => (
              <Row key={token.id} token={token} />
            ))}
          </ul>
        )}
        <Make onMade={setMade} />
      </Card>
    </>
  )
}

function Make({ onMade }: { onMade: (made: MadeToken) => void }) {
  const { t } = useTranslation()
  const make = useMakeToken()
  const [label, setLabel] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    make.mutate(label.trim(), {
      onSuccess: (made) => {
        setLabel('')
        onMade(made)
      },
    })
  }
  return (
    <form onSubmit={send} className="mt-4 flex flex-wrap items-end gap-3 border-t border-line pt-4">
      <div className="min-w-[min(100%,16rem)] flex-1">
        <Field
          label={t('account.token_for')}
          autoComplete="off"
          required
          maxLength={100}
          placeholder={t('account.token_example')}
          value={label}
          onChange={setLabel}
        />
      </div>
      <Button type="submit" disabled={make.isPending || label.trim() === ''}>
        {t('account.make_token')}
      </Button>
      {make.isError && <Problem error={make.error} what={t('account.token_not_made')} />}
    </form>
  )
}

function Row({ token }: { token: ApiToken }) {
  const { t, i18n } = useTranslation()
  const [asking, setAsking] = useState(false)
  const revoke = useRevokeToken()
  const when = (at: number) => moment(at, Date.now(), i18n.language)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3">
      <div className="min-w-[min(100%,14rem)] flex-1">
        <p className="wrap-anywhere">{token.label}</p>
        <p className="num text-sm text-muted">
          {[
            t('account.token_made', { at: when(token.created_at) }),
            token.last_used_at ? t('account.token_used', { at: when(token.last_used_at) }) : t('account.token_unused'),
            ...(token.expires_at ? [t('account.token_until', { at: date(token.expires_at, i18n.language) })] : []),
          ].join(' · ')}
        </p>
      </div>
      <Button
        variant="danger"
        aria-label={t('account.revoke_it', { label: token.label })}
        onClick={() => setAsking(true)}
      >
        {t('account.revoke')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('account.revoke_sure')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('account.keep')}</Button>
            <Button variant="danger" disabled={revoke.isPending} onClick={() => revoke.mutate(token.id)}>
              {t('account.revoke')}
            </Button>
          </>
        }
      >
        <p className="wrap-anywhere">{t('account.revoke_text', { label: token.label })}</p>
        {revoke.isError && <Problem error={revoke.error} what={t('account.not_revoked')} />}
      </Dialog>
    </li>
  )
}
