import {
  type SimpleVoiceOptions,
  SimpleVoice as SimpleVoiceSession,
  type SimpleVoiceState,
} from '@feedbackyes/realtime'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { SIMPLE_VOICE, type SimpleVoiceMessages } from './messages.ts'

export interface SimpleVoiceProps {
  apiBase?: string | undefined
  token?: string | undefined
  onSessionEnd?: ((sessionId: string) => void) | undefined
  messages?: Partial<SimpleVoiceMessages> | undefined
  /** Anything else that the session can be told. */
  session?: SimpleVoiceOptions | undefined
  className?: string
}

/** The simple voice page over `/ws/audio`: start recording, end session, one word for what goes on. */
export function SimpleVoice({ apiBase, token, onSessionEnd, messages, session, className }: SimpleVoiceProps) {
  const words = { ...SIMPLE_VOICE, ...messages }
  const [voice] = useState(() => new SimpleVoiceSession({ baseUrl: apiBase, token, ...session }))
  const state = useSyncExternalStore(voice.subscribe, voice.getSnapshot, voice.getSnapshot)
  useEffect(() => {
    voice.connect()
    return () => voice.dispose()
  }, [voice])
  const { phase, sessionId } = state
  useEffect(() => {
    if (phase === 'ended' && sessionId) onSessionEnd?.(sessionId)
  }, [phase, sessionId, onSessionEnd])

  return (
    <section className={`fy-card ${className ?? ''}`}>
      <p className="fy-status" role="status" data-phase={phase} data-activity={state.activity}>
        {statusText(state, words)}
      </p>
      {state.problem && (
        <p className="fy-problem" role="alert">
          {state.problem.message} {state.problem.action}
        </p>
      )}
      {state.notice && <p className="fy-notice">{state.notice}</p>}
      <div className="fy-controls">
        <Buttons voice={voice} state={state} words={words} />
      </div>
    </section>
  )
}

function statusText({ phase, activity }: SimpleVoiceState, words: SimpleVoiceMessages): string {
  if (phase === 'ended') return words.ended
  if (phase === 'failed') return ''
  return phase === 'ready' ? words[activity] : words.connecting
}

interface ButtonsProps {
  voice: SimpleVoiceSession
  state: SimpleVoiceState
  words: SimpleVoiceMessages
}

function Buttons({ voice, state, words }: ButtonsProps) {
  const { phase, recording } = state
  if (phase === 'ended' || phase === 'failed')
    return (
      <button type="button" className="fy-button fy-primary" onClick={() => voice.connect()}>
        {words.again}
      </button>
    )
  const ready = phase === 'ready'
  return (
    <>
      {recording ? (
        <button type="button" className="fy-button" onClick={() => voice.stopRecording()}>
          {words.stop}
        </button>
      ) : (
        <button
          type="button"
          className="fy-button fy-primary"
          disabled={!ready}
          onClick={() => void voice.startRecording()}
        >
          {words.start}
        </button>
      )}
      <button type="button" className="fy-button fy-end" disabled={!ready} onClick={() => void voice.endSession()}>
        {words.end}
      </button>
    </>
  )
}
