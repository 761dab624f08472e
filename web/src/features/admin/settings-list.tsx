import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerSettings } from '@/api/types'
import { Tag } from '@/components/card'

type Setting = ServerSettings['items'][number]

/** Each setting with its value and what it means; of a secret only whether it is set. */
export function SettingsList({ items }: { items: readonly Setting[] }) {
  const { t } = useTranslation()
  const value = ({ secret, given, value: shown }: Setting) => {
    if (secret) return t(given ? 'admin.secret_set' : 'admin.secret_not_set')
    return shown || t('admin.empty')
  }
  return (
    <ul className="mt-6 overflow-hidden rounded-card border border-line bg-raised" aria-label={t('admin.settings')}>
      {items.map((one) => (
        <li
          key={one.name}
          className="grid gap-x-6 gap-y-1 border-t border-line px-4.5 py-3 first:border-0 sm:px-6 lg:grid-cols-2"
        >
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-2">
              <code className="text-sm font-[550] wrap-anywhere">{one.name}</code>
              {!one.given && <Tag>{t('admin.default')}</Tag>}
            </p>
            <p className={`num wrap-anywhere ${one.secret || !one.value ? 'text-muted' : ''}`}>{value(one)}</p>
          </div>
          <p className="text-sm text-muted">{withCode(one.what)}</p>
        </li>
      ))}
    </ul>
  )
}

/** What stands between backticks is something that one types. */
function withCode(text: string): ReactNode {
  const [before, typed, ...rest] = text.split('`')
  if (typed === undefined) return text
  return (
    <>
      {before}
      <code>{typed}</code>
      {withCode(rest.join('`'))}
    </>
  )
}
