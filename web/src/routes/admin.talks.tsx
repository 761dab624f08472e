import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TalkState } from '@/api/admin'
import { AdminPage } from '@/components/admin-page'
import { Choice } from '@/components/choice'
import { Talks } from '@/features/admin/talks'
import { isAdmin } from '@/lib/menu'

export const Route = createFileRoute('/admin/talks')({
  component: TalksPage,
  staticData: { menu: { text: 'nav.talks', order: 15, group: 'admin', for: isAdmin } },
})

const STATES: readonly TalkState[] = ['all', 'open']

function TalksPage() {
  const { t } = useTranslation()
  const [state, setState] = useState<TalkState>('all')
  return (
    <AdminPage title={t('admin.talks_title')} text={t('admin.talks_text')}>
      <div className="max-w-56">
        <Choice
          label={t('admin.which')}
          value={state}
          values={STATES}
          text={(one) => t(`admin.which_${one}`)}
          onChange={setState}
        />
      </div>
      <Talks state={state} />
    </AdminPage>
  )
}
