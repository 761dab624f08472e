import { useTranslation } from 'react-i18next'
import { Unreachable } from '@/api/client'
import { useConfig } from '@/api/config'
import { Notice } from '@/components/notice'
import { useOnline } from '@/lib/hooks'

/** Says when the server does not answer; it goes away by itself when the server is back. */
export function Connection() {
  const { t } = useTranslation()
  const online = useOnline()
  const { error, failureReason } = useConfig()
  if (!((error ?? failureReason) instanceof Unreachable)) return null
  return (
    <div className="mb-6">
      <Notice role="status" tone="danger" title={online ? t('connection.gone') : t('connection.offline')}>
        {online ? t('connection.gone_do') : t('connection.offline_do')}
      </Notice>
    </div>
  )
}
