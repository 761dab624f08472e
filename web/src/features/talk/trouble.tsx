import type { Call, CallState, Problem } from '@feedbackyes/realtime'
import { useTranslation } from 'react-i18next'
import { useStopSession } from '@/api/sessions'
import { Button } from '@/components/button'
import { Notice } from '@/components/notice'
import { usePreferences } from '@/lib/preferences'
import { useHint } from './hint'

interface TroubleProps {
  call: Call
  state: CallState
  sessionId: string
  onTextOnly: () => void
  onOver: () => void
}

/** What is wrong, what is safe, what to do. Nothing when all is well. */
export function Trouble(props: TroubleProps) {
  const { t } = useTranslation()
  const { status, soundProblem, notice, transport } = props.state
  const hint = useHint(props.state)
  if (status.phase === 'failed') return <Failed {...props} problem={status.problem} />
  if (status.phase === 'reconnecting')
    return (
      <Notice role="status" title={t('talk.reconnecting')}>
        {t(transport === 'webrtc' ? 'talk.reconnecting_text_track' : 'talk.reconnecting_text')}
      </Notice>
    )
  if (soundProblem)
    return (
      <Notice role="alert" tone="danger" title={soundProblem.message}>
        {soundProblem.action}
      </Notice>
    )
  if (notice)
    return (
      <div data-testid="call-notice" data-code={notice.code}>
        <Notice role="status" actions={notice.code === 'idle' && <StillHere call={props.call} state={props.state} />}>
          {notice.message || t('call.unknown_notice')}
        </Notice>
      </div>
    )
  if (hint)
    return (
      <p role="note" className="text-sm text-muted">
        {hint}
      </p>
    )
  return null
}

/** Somebody who thinks long can say so. With push to talk, the button to talk says it too. */
function StillHere({ call, state }: { call: Call; state: CallState }) {
  const { t } = useTranslation()
  const { patienceMs } = usePreferences()
  if (state.mode !== 'open-mic') return null
  return <Button onClick={() => call.setPatience(patienceMs)}>{t('talk.still_here')}</Button>
}

/** The server's part of the talk is over after these; after all others it may still be gone on with. */
const FINAL = new Set(['provider_lost', 'provider_unreachable', 'slow_reader', 'crashed'])

function Failed({ call, problem, sessionId, onTextOnly, onOver }: TroubleProps & { problem: Problem }) {
  const { t } = useTranslation()
  const stop = useStopSession()
  const resting = problem.code === 'audio_blocked'
  const microphone =
    problem.code.startsWith('microphone') || problem.code === 'insecure_context' || problem.code === 'audio_unsupported'
  const again = () => void call.start()
  const end = () => stop.mutate(sessionId, { onSettled: onOver })
  return (
    <Notice
      role="alert"
      tone={resting ? 'plain' : 'danger'}
      title={resting ? t('talk.resting') : problem.message}
      actions={
        <>
          <Button disabled={stop.isPending} onClick={FINAL.has(problem.code) ? onOver : end}>
            {t(FINAL.has(problem.code) ? 'talk.see_feedback' : 'talk.end_and_feedback')}
          </Button>
          {microphone && <Button onClick={onTextOnly}>{t('talk.type')}</Button>}
          {!FINAL.has(problem.code) && (
            <Button variant="primary" onClick={again}>
              {resting ? t('talk.go_on') : t('problem.retry')}
            </Button>
          )}
        </>
      }
    >
      {resting ? t('talk.resting_text') : problem.action}
    </Notice>
  )
}
