import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { loginsQuery, useEndLogin } from '@/api/accounts'
import type { Login } from '@/api/types'
import { Button } from '@/components/button'
import { Card, Tag } from '@/components/card'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { browserOf } from '@/lib/browser'
import { moment } from '@/lib/format'

/** The browsers in which one is signed in. */
export function Logins() {
  const { t } = useTranslation()
  const logins = useQuery(loginsQuery)
  return (
    <Card aria-labelledby="logins">
      <h2 id="logins">{t('account.logins')}</h2>
      <p className="mt-1 text-muted">{t('account.logins_text')}</p>
      {logins.isPending && <Slow what={t('account.loading')} />}
      {logins.isError && (
        <Problem error={logins.error} what={t('account.logins_failed')} retry={() => void logins.refetch()} />
      )}
      {logins.data && (
        <ul aria-label={t('account.logins')} className="mt-3">
          {logins.data.items.map((login) => (
            <Row key={login.id} login={login} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Row({ login }: { login: Login }) {
  const { t, i18n } = useTranslation()
  const end = useEndLogin()
  const browser = browserOf(login.agent)
  const name = browser ? t('account.browser_on', browser) : t('account.some_browser')
  const seen = moment(login.last_seen_at, Date.now(), i18n.language)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3">
      <div className="min-w-[min(100%,14rem)] flex-1">
        <p className="flex flex-wrap items-center gap-2">
          {name}
          {login.current && <Tag>{t('account.here')}</Tag>}
        </p>
        <p className="num text-sm text-muted wrap-anywhere">
          {login.address ? t('account.seen_from', { seen, address: login.address }) : t('account.seen', { seen })}
        </p>
      </div>
      {!login.current && (
        <Button
          disabled={end.isPending}
          aria-label={t('account.sign_out_of', { name })}
          onClick={() => end.mutate(login.id)}
        >
          {t('menu.sign_out')}
        </Button>
      )}
      {end.isError && <Problem error={end.error} what={t('menu.not_signed_out')} />}
    </li>
  )
}
