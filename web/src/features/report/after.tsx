import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { useReport } from '@/api/feedback'
import { useAudit } from '@/api/monitoring'
import { useScenario } from '@/api/scenarios'
import { isAudible, may, useTranscript } from '@/api/sessions'
import type { Report, Session, Turn } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Tag } from '@/components/card'
import { Notice } from '@/components/notice'
import { OtherTakes } from '@/components/other-takes'
import { Problem } from '@/components/problem'
import { RetryScope } from '@/components/retry-link'
import { SpokenIn } from '@/components/spoken'
import { duration, moment } from '@/lib/format'
import { prefersStillness } from '@/lib/hooks'
import { useNamedText } from '@/lib/named-text'
import { useTitle } from '@/lib/session-title'
import { useShipped } from '@/lib/shipped'
import { Analysing } from './analysing'
import { Behind } from './behind'
import { Contents } from './contents'
import { Dialogues } from './dialogues'
import { Elements } from './elements'
import { Highlights } from './highlights'
import { JudgeCost, JudgeName, StoodIn } from './judge-line'
import { JudgedProvider, useJudged } from './judged'
import { KeepOrDelete } from './keep-or-delete'
import { Metrics } from './metrics'
import { Noticed } from './noticed'
import { Persona } from './persona'
import { PlaybackProvider } from './playback'
import { ReportLanes } from './report-lanes'
import { Changed, Rescore } from './rescore'
import { Sharing } from './sharing'
import { Transcript } from './transcript'
import { useUnfoldedPrint } from './use-unfolded-print'

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
  const partner = session.partner_name ?? t('session.partner')
  const corrections = useRescoring(report)
  useUnfoldedPrint()
  return (
    <SpokenIn language={session.language}>
      <PlaybackProvider sessionId={session.id} recorded={isAudible(session)}>
        <Heading session={session} report={report.data} />
        <HowItEnded session={session} />
        <Expired session={session} />
        <OtherTakes session={session} />
        {report.isPending && <Analysing sessionId={session.id} />}
        {report.isError && (
          <Problem error={report.error} what={t('report.failed')} retry={() => void report.refetch()} />
        )}
        <JudgedProvider session={session} report={report.data}>
          <RetryScope session={session}>
            {report.data && corrections.before && <Changed before={corrections.before} after={report.data} />}
            {report.data && <StoodIn session={session} report={report.data} />}
            {report.data && <Verdict session={session} report={report.data} />}
            {report.data && <Contents report={report.data} turns={turns} />}
            {report.data && <Persona persona={report.data.persona} turns={turns} partner={partner} />}
            {turns.length > 0 && <ReportLanes session={session} report={report.data} turns={turns} />}
            {report.data && <Details session={session} report={report.data} />}
            {session.scenario_id && turns.some(({ speaker }) => speaker === 'learner') && (
              <>
                <Behind sessionId={session.id} partner={partner} />
                <Dialogues sessionId={session.id} />
              </>
            )}
            {report.data?.status === 'done' && <Metrics report={report.data} />}
            {transcript.isError && (
              <div className="mt-14">
                <Problem
                  error={transcript.error}
                  what={t('report.no_transcript')}
                  retry={() => void transcript.refetch()}
                />
              </div>
            )}
            {turns.length > 0 && <Words session={session} turns={turns} partner={partner} corrections={corrections} />}
          </RetryScope>
        </JudgedProvider>
        {may(session, 'share') && <Sharing session={session} />}
        <KeepOrDelete session={session} turns={turns} onDeleted={onDeleted} />
      </PlaybackProvider>
    </SpokenIn>
  )
}

interface Rescoring {
  /** Corrected since the report was made. */
  stale: boolean
  busy: boolean
  /** The report before the last correction that was judged. */
  before: Report | undefined
  corrected: () => void
  rescore: () => void
}

function useRescoring(report: ReturnType<typeof useReport>): Rescoring {
  const [stale, setStale] = useState(false)
  const [before, setBefore] = useState<Report>()
  const rescore = async () => {
    const last = report.data
    const made = await report.refetch()
    if (made.isError) return
    setBefore(last)
    setStale(false)
    scrollTo({ top: 0, behavior: prefersStillness() ? 'auto' : 'smooth' })
  }
  return { stale, before, busy: report.isFetching, corrected: () => setStale(true), rescore: () => void rescore() }
}

interface WordsProps {
  session: Session
  turns: readonly Turn[]
  partner: string
  corrections: Rescoring
}

/** What was said; whose talk it is can correct it. */
function Words({ session, turns, partner, corrections }: WordsProps) {
  const judged = useJudged()
  const correctable = judged !== null && may(session, 'correct')
  return (
    <>
      <Transcript turns={turns} partner={partner} onCorrected={correctable ? corrections.corrected : undefined} />
      {corrections.stale && <Rescore busy={corrections.busy} onRescore={corrections.rescore} />}
    </>
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
        <Tag>{useReaders(session)}</Tag>
        {report && <JudgeCost metadata={report.metadata} />}
      </div>
    </>
  )
}

/** Whose it is, and who sees it beside them. */
function useReaders(session: Session): string {
  const { t } = useTranslation()
  if (!may(session, 'talk')) return t('report.of_somebody', { name: session.owner_name ?? t('report.somebody') })
  const { read_by: others } = session
  if (others.length === 0) return t('report.private')
  const names = others.map(({ who, name }) =>
    who === 'trainers' ? t('report.trainers_of', { team: name ?? '' }) : (name ?? t('report.somebody')),
  )
  return t('report.read_by', { names: names.join(', ') })
}

/** What is not there any more because its time was over. */
function Expired({ session }: { session: Session }) {
  const { t, i18n } = useTranslation()
  const gone = (['audio', 'transcript'] as const).filter((kind) => session.expired_at[kind] !== undefined)
  if (gone.length === 0) return null
  return (
    <div className="mb-6">
      <Notice title={t('report.expired')}>
        {gone
          .map((kind) =>
            t(`report.gone.${kind}`, { at: moment(session.expired_at[kind] ?? 0, Date.now(), i18n.language) }),
          )
          .join(' ')}
      </Notice>
    </div>
  )
}

const QUIET_ENDS = new Set(['completed', 'stopped', null])

function HowItEnded({ session }: { session: Session }) {
  const { t } = useTranslation()
  const named = useNamedText()
  const { data: config } = useConfig()
  const reason = session.state === 'interrupted' ? 'crashed' : session.end_reason
  if (reason === 'stopped' && session.monitoring) return <EndedByOther sessionId={session.id} />
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

/** Somebody who followed the talk may have ended it. */
function EndedByOther({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation()
  const audit = useAudit(sessionId, true)
  const end = audit.data?.items.find(({ what }) => what === 'ended')
  if (!end) return null
  return (
    <div className="mb-6" data-testid="end-reason">
      <Notice title={t('report.ended_early')}>{t('monitor.ended_by', { name: end.name ?? '' })}</Notice>
    </div>
  )
}

function Verdict({ session, report }: { session: Session; report: Report }) {
  const { t } = useTranslation()
  if (report.status === 'not_enough_speech') return <NotEnough session={session} report={report} />
  return (
    <>
      <Highlights
        session={session}
        strength={report.strength}
        nextStep={report.next_step}
        unsure={report.elements.some(({ state }) => state === 'unsure')}
      />
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
          session.scenario_id &&
          may(session, 'talk') && (
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
  const named = useShipped()
  const { data: scenario } = useScenario(session.scenario_id)
  if (report.status === 'not_enough_speech') return null
  const others = report.recommendations.filter((text) => text !== report.next_step?.text)
  return (
    <>
      <Elements title={scenario ? named(scenario.rubric.title) : t('report.elements')} elements={report.elements} />
      <Noticed behaviours={report.behaviours} />
      {others.length > 0 && (
        <section aria-labelledby="more" className="mt-14 max-w-read">
          <h2 id="more">{t('report.recommendations')}</h2>
          <ul lang={report.next_step?.language} className="mt-3 grid list-disc gap-2 pl-5 marker:text-muted">
            {others.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
