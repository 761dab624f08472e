import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAudit } from '@/api/monitoring'
import type { Audit } from '@/api/types'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { clock } from '@/lib/format'

/** Who followed a talk while it went on, and what they did. */
export function Looks({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const audit = useAudit(sessionId, opened)
  return (
    <details
      className="mt-10 border-t border-line pt-3 print:hidden"
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary className="min-h-11 py-2.5">
        <h2 className="inline">{t('monitor.followed')}</h2>
      </summary>
      <div className="pt-3">
        {opened && audit.isPending && <Slow what={t('monitor.looking_up')} />}
        {audit.isError && (
          <Problem error={audit.error} what={t('monitor.not_looked_up')} retry={() => void audit.refetch()} />
        )}
        {audit.data?.items.length === 0 && <p className="text-muted">{t('monitor.followed_by_nobody')}</p>}
        <ul className="grid gap-2">
          {audit.data?.items.map((item) => (
            <li key={`${item.at}-${item.what}-${item.look_id}-${item.text}`} className="flex gap-4">
              <span className="num text-muted">{clock(item.t_ms)}</span>
              <span>
                <What item={item} />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}

function What({ item }: { item: Audit['items'][number] }) {
  const { t } = useTranslation()
  const name = item.name ?? ''
  switch (item.what) {
    case 'joined':
      return t(item.look === 'listening' ? 'monitor.began_listening' : 'monitor.began_watching', { name })
    case 'left':
      return t(item.look === 'listening' ? 'monitor.ended_listening' : 'monitor.ended_watching', { name })
    case 'consent':
      return t(item.granted ? 'monitor.you_allowed' : 'monitor.you_stopped')
    case 'ended':
      return t('monitor.ended_talk', { name })
    case 'hint':
      return t('monitor.hinted', { name, text: item.text ?? '' })
  }
}
