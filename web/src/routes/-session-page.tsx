import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { isOver, may, useSession, useStopSession } from '@/api/sessions'
import type { Session } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { Denied } from '@/components/denied'
import { EditScenario } from '@/components/edit-scenario'
import { NotFound } from '@/components/not-found'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { SessionSkeleton } from '@/components/session-skeleton'
import { Shell } from '@/components/shell'
import { Looks } from '@/features/monitor/looks'
import { After } from '@/features/report/after'
import { KeepOrDelete } from '@/features/report/keep-or-delete'

/** A session's page: its report when it is over, the way back in when it is not. */
export function SessionPage({ id }: { id: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const session = useSession(id)
  if (session.error instanceof ApiError && session.error.status === 404)
    return <NotFound title={t('session.gone')} text={t('session.gone_text')} />
  if (session.error instanceof ApiError && session.error.status === 403)
    return (
      <Shell title={t('session.not_shared')}>
        <Denied title={t('session.not_shared')} text={t('session.not_yours')} />
      </Shell>
    )
  const title = session.data?.scenario_title ?? t('session.free')
  return (
    <Shell title={session.data ? title : t('session.title')}>
      {session.isPending && <SessionSkeleton />}
      {session.isError && (
        <Problem error={session.error} what={t('session.failed')} retry={() => void session.refetch()} />
      )}
      <EditScenario id={session.data?.scenario_id ?? null} />
      {session.data &&
        (!may(session.data, 'read') ? (
          <NotShared session={session.data} onDeleted={() => void navigate({ to: '/history' })} />
        ) : isOver(session.data) ? (
          <>
            <After session={session.data} onDeleted={() => void navigate({ to: '/history' })} />
            {may(session.data, 'talk') && <Looks sessionId={session.data.id} />}
          </>
        ) : (
          <StillOpen session={session.data} />
        ))}
    </Shell>
  )
}

/** Admins see that there is a talk, and may delete it; what was said in it is its learner's. */
function NotShared({ session, onDeleted }: { session: Session; onDeleted: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <h1>{session.scenario_title ?? t('session.free')}</h1>
      <div className="mt-8">
        <Notice title={t('session.not_shared')}>
          {t('session.not_shared_text', { name: session.owner_name ?? t('report.somebody') })}
        </Notice>
      </div>
      {may(session, 'delete') && <KeepOrDelete session={session} turns={[]} onDeleted={onDeleted} />}
    </>
  )
}

function StillOpen({ session }: { session: Session }) {
  const { t } = useTranslation()
  const stop = useStopSession()
  return (
    <>
      <h1>{session.scenario_title ?? t('session.free')}</h1>
      <div className="mt-8 grid gap-4">
        <Notice
          title={t('session.open')}
          actions={
            <>
              {may(session, 'stop') && (
                <Button disabled={stop.isPending} onClick={() => stop.mutate(session.id)}>
                  {stop.isPending ? t('talk.ending') : t('talk.end_and_feedback')}
                </Button>
              )}
              {may(session, 'talk') && <GoBackIn session={session} />}
            </>
          }
        >
          {t(may(session, 'talk') ? 'session.open_text' : 'session.open_theirs')}
        </Notice>
        {stop.isError && <Problem error={stop.error} what={t('session.not_stopped')} />}
      </div>
    </>
  )
}

function GoBackIn({ session }: { session: Session }) {
  const { t } = useTranslation()
  return session.scenario_id ? (
    <Link
      to="/practice/$id"
      params={{ id: session.scenario_id }}
      search={{ session: session.id }}
      className={buttonClass('primary')}
    >
      {t('home.go_back_in')}
    </Link>
  ) : (
    <Link to="/speech" search={{ session: session.id }} className={buttonClass('primary')}>
      {t('home.go_back_in')}
    </Link>
  )
}
