import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { configQuery } from '@/api/config'
import { useReachable } from '@/api/reachable'
import { Notice } from '@/components/notice'
import { useOnline } from '@/lib/hooks'

const LOOK_AGAIN_MS = 3000

/** Says when the server does not answer; it goes away by itself when the server is back. */
export function Connection() {
  const { t } = useTranslation()
  const online = useOnline()
  const here = useReachable()
  useQuery({ ...configQuery, refetchInterval: here ? false : LOOK_AGAIN_MS })
  if (here) return null
  return (
    <div className="mb-6">
      <Notice role="status" tone="danger" title={online ? t('connection.gone') : t('connection.offline')}>
        {online ? t('connection.gone_do') : t('connection.offline_do')}
      </Notice>
    </div>
  )
}
