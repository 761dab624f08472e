import { createFileRoute, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { useSession } from '@/api/sessions'
import { useTakes } from '@/api/takes'
import { buttonClass } from '@/components/button'
import { NotFound } from '@/components/not-found'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { SessionSkeleton } from '@/components/session-skeleton'
import { Shell } from '@/components/shell'
import { SpokenIn } from '@/components/spoken'
import { Compare } from '@/features/compare/compare'
import { useTitle } from '@/lib/session-title'

export const Route = createFileRoute('/compare/$id')({ component: Page })

/** All moments that this talk is a take of, or that were tried again. */
function Page() {
  const { t } = useTranslation()
  const { id } = Route.useParams()
  const session = useSession(id)
  const takes = useTakes(id)
  const title = useTitle(session.data?.scenario_title ?? null, session.data?.partner_name ?? null)
  const failed = session.error ?? takes.error
  if (failed instanceof ApiError && failed.status === 404)
    return <NotFound title={t('session.gone')} text={t('session.gone_text')} />
  const retry = () => void Promise.all([session.refetch(), takes.refetch()])
  const mine = takes.data?.moments.filter((moment) => moment.takes.some(({ session_id }) => session_id === id)) ?? []
  return (
    <Shell title={t('compare.title')}>
      {failed && <Problem error={failed} what={t('compare.failed')} retry={retry} />}
      {!failed && (!session.data || !takes.data) && <SessionSkeleton />}
      {session.data && takes.data && (
        <SpokenIn language={session.data.language}>
          <h1>{t('compare.title')}</h1>
          <p className="mt-2 mb-8 text-muted">{title}</p>
          {mine.length === 0 && (
            <Notice
              title={t('compare.none')}
              actions={
                <Link to="/sessions/$id" params={{ id }} className={buttonClass()}>
                  {t('compare.whole')}
                </Link>
              }
            >
              {t('compare.none_text')}
            </Notice>
          )}
          {mine.map((moment) => (
            <article key={moment.takes[0]?.said[0]?.id} className="mb-16">
              <Compare
                moment={moment}
                session={session.data}
                partner={session.data.partner_name ?? t('session.partner')}
              />
            </article>
          ))}
        </SpokenIn>
      )}
    </Shell>
  )
}
