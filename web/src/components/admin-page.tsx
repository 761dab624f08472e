import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/api/accounts'
import { AdminNav } from '@/components/admin-nav'
import { Denied } from '@/components/denied'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { isAdmin } from '@/lib/menu'

interface AdminPageProps {
  title: string
  text?: string
  children: ReactNode
}

/** The frame of a page for admins; nothing of it is asked for before it is known that this is one. */
export function AdminPage({ title, text, children }: AdminPageProps) {
  const { t } = useTranslation()
  const me = useMe()
  if (me.data && !isAdmin(me.data))
    return (
      <Shell title={t('denied.title')}>
        <Denied text={t('admin.admins_only')} />
      </Shell>
    )
  return (
    <Shell title={title}>
      <AdminNav />
      <h1>{title}</h1>
      {text && <p className="mt-2 max-w-read text-muted">{text}</p>}
      <div className="mt-6">
        {me.isPending && <Slow what={t('admin.loading')} />}
        {me.isError && <Problem error={me.error} what={t('admin.failed')} retry={() => void me.refetch()} />}
        {me.data && children}
      </div>
    </Shell>
  )
}
