import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { hasAccount, useMe } from '@/api/accounts'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { Logins } from '@/features/account/logins'
import { Password } from '@/features/account/password'
import { Profile } from '@/features/account/profile'
import { Tokens } from '@/features/account/tokens'

export const Route = createFileRoute('/account')({
  component: AccountPage,
  staticData: { menu: { text: 'nav.account', order: 10, group: 'own', for: hasAccount } },
})

/** Who one is here, and how one gets in. */
function AccountPage() {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <Shell title={t('nav.account')} width="read">
      <h1>{t('nav.account')}</h1>
      <div className="mt-8 grid grid-cols-[minmax(0,1fr)] gap-6">
        {me.isPending && <Slow what={t('account.loading')} />}
        {me.isError && <Problem error={me.error} what={t('account.failed')} retry={() => void me.refetch()} />}
        {me.data &&
          (hasAccount(me.data) ? (
            <>
              <Profile me={me.data} />
              {me.data.sign_in === 'password' && <Password />}
              <Logins />
              <Tokens />
            </>
          ) : (
            <Notice title={t('account.none')}>{t('account.none_text')}</Notice>
          ))}
      </div>
    </Shell>
  )
}
