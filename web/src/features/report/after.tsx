import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { useReport } from '@/api/feedback'
import { useScenario } from '@/api/scenarios'
import { useTranscript } from '@/api/sessions'
import type { Report, Session } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Tag } from '@/components/card'
import { Notice } from '@/components/notice'
import { OtherTakes } from '@/components/other-takes'
import { Problem } from '@/components/problem'
import { duration, moment } from '@/lib/format'
import { useNamedText } from '@/lib/named-text'
import { useTitle } from '@/lib/session-title'
import { Analysing } from './analysing'
import { Elements } from './elements'
import { Highlights } from './highlights'
import { JudgeCost, JudgeName, StoodIn } from './judge-line'
import { KeepOrDelete } from './keep-or-delete'
import { Metrics } from './metrics'
import { Noticed } from './noticed'
import { PlaybackProvider } from './playback'
import { ReportLanes } from './report-lanes'
import { Transcript } from './transcript'

interface AfterProps {
  session: Session
  onDeleted: () => void
}

/** The report of a talk that is over. */
export function After({ session, onDeleted }: AfterProps) {
  const { t } = useTranslation()
  const report = useReport(session)
  const transcript = useTranscript(session.id)
  const turns = transcript.data ?? []
  return (
    <PlaybackProvider sessionId={session.id} recorded={session.recording}>
      <Heading session={session} report={report.data} />
      <HowItEnded session={session} />
      <OtherTakes session={session} />
      {report.isPending && <Analysing sessionId={session.id} />}
      {report.isError && <Problem error={report.error} what={t('report.failed')} retry={() => void report.refetch()} />}
      {report.data && <StoodIn report={report.data} again={() => void report.refetch()} asking={report.isFetching} />}
      {report.data && <Verdict session={session} report={report.data} />}
      {turns.length > 0 && <ReportLanes session={session} report={report.data} turns={turns} />}
      {report.data && <Details session={session} report={report.data} />}
      {transcript.isError && (
        <div className="mt-14">
          <Problem error={transcript.error} what={t('report.no_transcript')} retry={() => void transcript.refetch()} />
        </div>
      )}
      {turns.length > 0 && <Transcript turns={turns} partner={session.partner_name ?? t('session.partner')} />}
      <KeepOrDelete session={session} report={report.data} turns={turns} onDeleted={onDeleted} />
    </PlaybackProvider>
  )
}

function Heading({ session, report }: { session: Session; report: Report | undefined }) {
  const { t, i18n } = useTranslation()
  return (
    <>
      <h1>{useTitle(session.scenario_title, session.partner_name)}</h1>
      <div className="num mt-2 mb-8 flex flex-wrap items-center gap-3 text-sm text-muted">
        <span>{moment(session.created_at, Date.now(), i18n.language)}</span>
        {session.duration_ms !== null && <span>{duration(session.duration_ms, i18n.language)}</span>}
        {report && <JudgeName judge={report.judge} />}
        {session.hints_given.length > 0 && <Tag>{t('hint.given', { count: session.hints_given.length })}</Tag>}
        <Tag>{t('report.private')}</Tag>
        {report && <JudgeCost metadata={report.metadata} />}
      </div>
    </>
  )
}

const QUIET_ENDS = new Set(['completed', 'stopped', null])

function HowItEnded({ session }: { session: Session }) {
  const { t } = useTranslation()
  const named = useNamedText()
  const { data: config } = useConfig()
  const reason = session.state === 'interrupted' ? 'crashed' : session.end_reason
  if (QUIET_ENDS.has(reason)) return null
  return (
    <div className="mb-6" data-testid="end-reason">
      <Notice title={t(session.state === 'interrupted' ? 'report.interrupted' : 'report.ended_early')}>
        {named(`call.ended.${reason}`, { seconds: config?.session_timeout_seconds ?? 60 }) || t('call.ended.unknown')}{' '}
        {reason === 'crashed' && session.recording && t('report.crashed_recording')}
      </Notice>
    </div>
  )
}

function Verdict({ session, report }: { session: Session; report: Report }) {
  const { t } = useTranslation()
  if (report.status === 'not_enough_speech') return <NotEnough session={session} report={report} />
  return (
    <>
      <Highlights session={session} strength={report.strength} nextStep={report.next_step} />
      {report.metadata.doubtful_turns > 0 && (
        <p className="mt-3 text-sm text-muted">{t('report.doubtful', { count: report.metadata.doubtful_turns })}</p>
      )}
    </>
  )
}

/** Too little was said to say anything honest about it. */
function NotEnough({ session, report }: { session: Session; report: Report }) {
  const { t } = useTranslation()
  return (
    <div data-testid="not-enough">
      <Notice
        title={t('report.not_enough')}
        actions={
          session.scenario_id && (
            <Link to="/practice/$id" params={{ id: session.scenario_id }} className={buttonClass('primary')}>
              {t('report.try_again')}
            </Link>
          )
        }
      >
        {t('report.not_enough_text', { count: report.metadata.learner_words })}
      </Notice>
    </div>
  )
}

function Details({ session, report }: { session: Session; report: Report }) {
  const { t } = useTranslation()
  const { data: scenario } = useScenario(session.scenario_id)
  if (report.status === 'not_enough_speech') return null
  const others = report.recommendations.filter((text) => text !== report.next_step?.text)
  return (
    <>
      <Elements title={scenario?.rubric.title ?? t('report.elements')} elements={report.elements} />
      <Noticed behaviours={report.behaviours} />
      {others.length > 0 && (
        <section aria-labelledby="more" className="mt-14 max-w-read">
          <h2 id="more">{t('report.recommendations')}</h2>
          <ul className="mt-3 grid list-disc gap-2 pl-5 marker:text-muted">
            {others.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      )}
      <Metrics metrics={report.metrics} />
    </>
  )
}
