import { useTranslation } from 'react-i18next'
import { useWithdraw } from '@/api/people'
import type { OpenInvitation } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { Problem } from '@/components/problem'
import { date } from '@/lib/format'
import { roleOf } from '@/lib/menu'

/** Links that nobody has used yet. */
export function Invitations({ items }: { items: readonly OpenInvitation[] }) {
  const { t, i18n } = useTranslation()
  const withdraw = useWithdraw()
  const now = Date.now()
  return (
    <section aria-labelledby="invitations" className={cardClass}>
      <h2 id="invitations">{t('people.open_invitations')}</h2>
      <ul className="mt-2">
        {items.map((one) => {
          const name = one.email ?? t('people.whoever')
          return (
            <li
              key={one.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-3 first:border-0"
            >
              <p className="min-w-40 flex-1 wrap-anywhere">
                {name}
                <span className="num block text-sm text-muted">
                  {[t(`roles.${roleOf(one)}`), one.team?.name].filter(Boolean).join(' · ')}
                  <span className="block">
                    {one.expires_at > now
                      ? t('people.valid_until', { at: date(one.expires_at, i18n.language) })
                      : t('people.expired')}
                  </span>
                </span>
              </p>
              <Button
                aria-label={t('people.withdraw_it', { name })}
                disabled={withdraw.isPending}
                onClick={() => withdraw.mutate(one.id)}
              >
                {t('people.withdraw')}
              </Button>
            </li>
          )
        })}
      </ul>
      {withdraw.isError && <Problem error={withdraw.error} what={t('people.not_withdrawn')} />}
    </section>
  )
}
