import { createFileRoute, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { useConfig } from '@/api/config'
import { useSession, useTranscript } from '@/api/sessions'
import type { Session } from '@/api/types'
import { buttonClass } from '@/components/button'
import { cardClass } from '@/components/card'
import { MyWays } from '@/components/my-ways'
import { NotFound } from '@/components/not-found'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { SessionSkeleton } from '@/components/session-skeleton'
import { Shell } from '@/components/shell'
import { StartTalk } from '@/components/start-talk'
import { VoiceService } from '@/components/voice-service'
import { DeviceCheck } from '@/features/prepare/device-check'
import { MomentAgain } from '@/features/retry/moment-again'
import { momentOf } from '@/lib/moment'
import { usePreferences } from '@/lib/preferences'
import { useTitle } from '@/lib/session-title'
import { servedBy } from '@/lib/voice-service'

/** `turn`: your turn that is to be said anew. */
export const Route = createFileRoute('/retry/$id')({
  component: Retry,
  validateSearch: (search): { turn: string } => ({ turn: typeof search['turn'] === 'string' ? search['turn'] : '' }),
})

/** Before another take of one moment. */
function Retry() {
  const { t } = useTranslation()
  const { id } = Route.useParams()
  const session = useSession(id)
  if (session.error instanceof ApiError && session.error.status === 404)
    return <NotFound title={t('session.gone')} text={t('session.gone_text')} />
  return (
    <Shell title={t('retry.moment')}>
      {session.isPending && <SessionSkeleton />}
      {session.isError && (
        <Problem error={session.error} what={t('session.failed')} retry={() => void session.refetch()} />
      )}
      {session.data && <Prepare session={session.data} />}
    </Shell>
  )
}

function Prepare({ session }: { session: Session }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { turn } = Route.useSearch()
  const { data } = useConfig()
  const { service } = usePreferences()
  const config = data && servedBy(data, service ?? session.provider)
  const transcript = useTranscript(session.id)
  const title = useTitle(session.scenario_title, session.partner_name)
  const moment = momentOf(transcript.data ?? [], turn)
  const start = ({ id, scenario_id }: Session) =>
    scenario_id
      ? void navigate({ to: '/practice/$id', params: { id: scenario_id }, search: { session: id } })
      : void navigate({ to: '/speech', search: { session: id } })
  return (
    <>
      <h1>{t('retry.moment')}</h1>
      <p className="mt-2 text-muted">{title}</p>
      {transcript.isPending && <SessionSkeleton />}
      {transcript.isError && (
        <Problem error={transcript.error} what={t('report.no_transcript')} retry={() => void transcript.refetch()} />
      )}
      {transcript.data && !moment && (
        <div className="mt-8">
          <Notice
            title={t('retry.no_turn')}
            actions={
              <Link to="/sessions/$id" params={{ id: session.id }} className={buttonClass('primary')}>
                {t('compare.whole')}
              </Link>
            }
          >
            {t('retry.no_turn_text')}
          </Notice>
        </div>
      )}
      {moment && (
        <div className="mt-8 grid grid-cols-1 items-start gap-10 max-lg:pb-16 lg:grid-cols-[minmax(0,1fr)_372px] lg:gap-14">
          <MomentAgain
            language={session.language}
            moment={moment}
            partner={session.partner_name ?? t('session.partner')}
          />
          <div className={`${cardClass} grid grid-cols-1 gap-8 lg:sticky lg:top-6`}>
            <DeviceCheck />
            {config && <VoiceService config={config} language={session.language} />}
            {config && <MyWays config={config} />}
            {config && (
              <StartTalk
                wanted={{ retry_of: session.id, retry_turn_id: turn }}
                config={config}
                label={t('retry.start')}
                onStarted={start}
              />
            )}
          </div>
        </div>
      )}
    </>
  )
}
