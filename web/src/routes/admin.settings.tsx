import { useQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { settingsQuery } from '@/api/admin'
import { AdminPage } from '@/components/admin-page'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { SettingsList } from '@/features/admin/settings-list'
import { isAdmin } from '@/lib/menu'

export const Route = createFileRoute('/admin/settings')({
  component: SettingsPage,
  staticData: { menu: { text: 'nav.settings', order: 60, group: 'admin', for: isAdmin } },
})

function SettingsPage() {
  const { t } = useTranslation()
  return (
    <AdminPage title={t('admin.settings')} text={t('admin.settings_text')}>
      <InForce />
    </AdminPage>
  )
}

function InForce() {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const [every, setEvery] = useState(false)
  const { data, error, isPending, refetch } = useQuery(settingsQuery)
  if (isPending) return <Slow what={t('admin.loading_settings')} />
  if (!data) return <Problem error={error} what={t('admin.settings_failed')} retry={() => void refetch()} />
  const asked = words.trim().toLowerCase()
  const found = data.items.filter(
    ({ name, what, given }) => (every || given || asked) && `${name} ${what}`.toLowerCase().includes(asked),
  )
  return (
    <>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <div className="min-w-[min(100%,20rem)] flex-1">
          <Field
            label={t('admin.search_settings')}
            type="search"
            autoComplete="off"
            value={words}
            onChange={setWords}
          />
        </div>
        <label className="flex min-h-11 cursor-pointer items-center gap-3">
          <input
            type="checkbox"
            checked={every}
            onChange={(event) => setEvery(event.currentTarget.checked)}
            className="size-4 accent-you"
          />
          {t('admin.defaults_too')}
        </label>
      </div>
      {found.length > 0 ? (
        <SettingsList items={found} />
      ) : (
        <p className="mt-6 text-muted">{t(asked ? 'admin.no_such_setting' : 'admin.nothing_set')}</p>
      )}
    </>
  )
}
