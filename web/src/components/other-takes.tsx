import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useTakes } from '@/api/takes'
import type { Session } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Notice } from '@/components/notice'

/** Says that a moment of this talk was tried again, or that it is such a take; nothing when there is no other take. */
export function OtherTakes({ session }: { session: Session }) {
  const { t } = useTranslation()
  const takes = useTakes(session.id)
  if (!takes.data?.moments.some((moment) => moment.takes.some(({ session_id }) => session_id === session.id)))
    return null
  return (
    <div className="mb-6" data-print="hide" data-testid="other-takes">
      <Notice
        title={t('compare.link')}
        actions={
          <Link to="/compare/$id" params={{ id: session.id }} className={buttonClass()}>
            {t('compare.open')}
          </Link>
        }
      >
        {t(session.retry_of ? 'compare.is_take' : 'compare.has_takes')}
      </Notice>
    </div>
  )
}
