import { LiveLanes, useCall } from '@feedbackyes/react'
import type { Call, CallState } from '@feedbackyes/realtime'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Config, ScenarioDetails, Session } from '@/api/types'
import { SpokenIn } from '@/components/spoken'
import { clock, languageName, money } from '@/lib/format'
import { useNow } from '@/lib/hooks'
import { keyName } from '@/lib/keys'
import { understands } from '@/lib/languages'
import { usePreferences } from '@/lib/preferences'
import { useHints } from './ask-hint'
import { CallStatus } from './call-status'
import { Captions } from './captions'
import { Controls } from './controls'
import { FollowedBy } from './followed'
import { Leaving } from './leaving'
import { SaidBefore } from './said-before'
import { Trouble } from './trouble'
import { type MakeCall, makeCall, useLiveCall, useWakeLock } from './use-live-call'
import { Ways } from './ways'

const LANES_HEIGHT = 132
const LOW_LANES_HEIGHT = 88
const ROOMY_PX = 720

/** What the page says of the talk; a free talk has no more than this. */
export type Subject = Pick<ScenarioDetails, 'title' | 'objectives' | 'opens'> & {
  partner: Pick<ScenarioDetails['partner'], 'name' | 'role'>
}

interface TalkProps {
  session: Session
  scenario: Subject
  config: Config
  /** The talk is over, for whatever reason: the report can be made. */
  onOver: () => void
  /** Replaceable, for tests. */
  make?: MakeCall
}

/** The talk itself. Nothing on this page but the two of you. */
export function Talk({ make = makeCall, ...props }: TalkProps) {
  const { t } = useTranslation()
  const heard = understands(props.config.provider, props.session.language)
  const [textOnly, setTextOnly] = useState(!heard)
  const call = useLiveCall(props.session, props.config, textOnly, make)
  return (
    <main
      id="main"
      tabIndex={-1}
      className="tall:h-dvh mx-auto flex min-h-dvh max-w-talk flex-col px-4 outline-none sm:px-6"
    >
      <title>{t('app.title', { title: props.scenario.partner.name })}</title>
      {call && (
        <SpokenIn language={props.session.language}>
          <Room {...props} call={call} onTextOnly={() => setTextOnly(true)} />
        </SpokenIn>
      )}
    </main>
  )
}

interface RoomProps extends TalkProps {
  call: Call
  onTextOnly: () => void
}

function Room({ call, session, scenario, config, onTextOnly, onOver }: RoomProps) {
  const { t } = useTranslation()
  const state = useCall(call)
  const { phase } = state.status
  const live = phase === 'live' || phase === 'reconnecting'
  const partner = scenario.partner.name
  const hints = useHints(session.id)
  useWakeLock(live)
  useEffect(() => {
    if (phase === 'ended') onOver()
  }, [phase, onOver])
  return (
    <>
      <Top session={session} scenario={scenario} state={state} />
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 pb-4">
        <h1 className="text-[26px]!">{partner}</h1>
        <p className="text-muted">{scenario.partner.role}</p>
        <CallStatus state={state} partner={partner} />
      </div>
      <div className="border-t border-line pt-3 sm:pt-4" data-testid="live-lanes">
        <LiveLanes
          levels={call.levels}
          height={innerHeight >= ROOMY_PX ? LANES_HEIGHT : LOW_LANES_HEIGHT}
          messages={{ live: t('talk.lanes', { partner }), you: t('session.you'), partner }}
        />
      </div>
      <Ways call={call} state={state} partner={partner} mayPush={config.provider.push_to_talk} />
      {live && <FollowedBy session={session} followed={state.followed} />}
      {!understands(config.provider, session.language) && <TypedHere language={session.language} partner={partner} />}
      <div className="py-3 empty:hidden">
        <Trouble call={call} state={state} sessionId={session.id} onTextOnly={onTextOnly} onOver={onOver} />
      </div>
      <Captions
        lines={state.lines}
        partner={partner}
        empty={useFirstWords(scenario, session, state)}
        above={<SaidBefore session={session} partner={partner} />}
      />
      <Controls call={call} state={state} hints={session.hints ? hints : null} />
      <Leaving live={live} resumeSeconds={config.resume_seconds} />
    </>
  )
}

/** Why there is no microphone. */
function TypedHere({ language, partner }: { language: string; partner: string }) {
  const { t, i18n } = useTranslation()
  return (
    <p className="pt-3 text-sm text-muted">
      {t('talk.typed', { language: languageName(language, i18n.language), partner })}
    </p>
  )
}

function Top({ session, scenario, state }: { session: Session; scenario: Subject; state: CallState }) {
  const { t } = useTranslation()
  const startedAt = session.started_at ?? state.startedAt
  const running = state.status.phase === 'live' || state.status.phase === 'reconnecting'
  const now = useNow(1000, running)
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 pt-4 pb-3 roomy:pb-5 sm:pt-5 roomy:sm:pb-7">
      <span className="text-muted">{scenario.title}</span>
      <span className="roomy:line-clamp-2 hidden min-w-0 flex-1 text-sm text-muted max-sm:order-3 max-sm:basis-full">
        {t('talk.goal', { goal: scenario.objectives.join(' ') })}
      </span>
      <SoFar cost={state.cost} />
      <span className="num ml-auto text-muted" role="timer" aria-label={t('talk.time')}>
        {clock(startedAt ? now - startedAt : 0)}
      </span>
    </div>
  )
}

/** What the talk has cost until now, where it costs something. */
function SoFar({ cost }: { cost: CallState['cost'] }) {
  const { t, i18n } = useTranslation()
  if (!cost || cost.free) return null
  const usd = money(cost.usd, 'USD', i18n.language)
  const words = cost.unknown ? (cost.usd > 0 ? 'cost.so_far_at_least' : 'cost.unknown_so_far') : 'cost.so_far'
  return (
    <span
      className="num order-last basis-full text-sm text-muted sm:order-none sm:ml-auto sm:basis-auto"
      data-testid="cost-so-far"
    >
      {t(words, { usd })}
    </span>
  )
}

/** What stands where captions will be: who begins, and how. */
function useFirstWords(scenario: Subject, { retry_of }: Session, state: CallState): string {
  const { t } = useTranslation()
  const { talkKey } = usePreferences()
  if (state.status.phase !== 'live') return ''
  if (retry_of) return ''
  if (scenario.opens === 'partner') return t('before.partner_opens', { name: scenario.partner.name })
  if (state.mode === 'push-to-talk') return t('talk.begin_push', { key: keyName(talkKey) })
  return state.mode === 'text' ? t('talk.begin_text') : t('talk.begin')
}
