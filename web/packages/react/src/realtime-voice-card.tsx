import type { CallOptions, CallStatus } from '@feedbackyes/realtime'
import { isOver } from '@feedbackyes/realtime'
import { useEffect, useRef } from 'react'
import { LiveLanes } from './live-lanes.tsx'
import { VOICE_CARD, type VoiceCardMessages } from './messages.ts'
import { type RealtimeVoice, type TranscriptEntry, useRealtimeVoice } from './use-realtime-voice.ts'

export interface SessionEnd {
  sessionId: string
  transcript: TranscriptEntry[]
  durationSeconds: number
}

export interface RealtimeVoiceCardProps {
  apiBase?: string | undefined
  token?: string | undefined
  scenarioId?: string | undefined
  sessionId?: string | undefined
  /** Heading of the card. */
  title?: string | undefined
  /** Called once per session that was live, when it is over, however it ended. */
  onSessionEnd?: ((end: SessionEnd) => void) | undefined
  /** How many of the latest turns to show. */
  previewTurns?: number
  messages?: Partial<VoiceCardMessages> | undefined
  call?: CallOptions | undefined
  className?: string
}

/** A whole conversation in a card: start, interrupt, end; what goes on; the latest turns. */
export function RealtimeVoiceCard(props: RealtimeVoiceCardProps) {
  const { apiBase, token, scenarioId, sessionId, title, onSessionEnd, previewTurns = 4, call, className } = props
  const words = { ...VOICE_CARD, ...props.messages }
  const voice = useRealtimeVoice({ apiBase, token, scenarioId, sessionId, call })
  const { state, error } = voice
  useSessionEnd(voice, onSessionEnd)

  return (
    <section className={`fy-card ${className ?? ''}`} aria-label={title ?? words.transcript}>
      {title && <h2 className="fy-title">{title}</h2>}
      <p className="fy-status" role="status" data-phase={state.status.phase}>
        {statusText(state.status, words)}
      </p>
      {error && (
        <p className="fy-problem" role="alert">
          {error.message} {error.action}
        </p>
      )}
      {state.notice && <p className="fy-notice">{state.notice.message}</p>}
      {state.startedAt !== null && <LiveLanes levels={voice.call.levels} height={96} messages={words} />}
      <Preview transcript={voice.transcript.slice(-previewTurns)} words={words} />
      <Controls voice={voice} words={words} />
    </section>
  )
}

function statusText(status: CallStatus, words: VoiceCardMessages): string {
  if (status.phase === 'live') return words[status.activity]
  if (status.phase === 'ended') return status.message
  return status.phase === 'failed' ? '' : words[status.phase]
}

function Preview({ transcript, words }: { transcript: TranscriptEntry[]; words: VoiceCardMessages }) {
  const shown = transcript.filter((entry) => entry.text !== '')
  return (
    <div className="fy-transcript" role="log" aria-label={words.transcript}>
      {shown.length === 0 && <p className="fy-empty">{words.transcriptEmpty}</p>}
      {shown.map(({ id, speaker, text, final }) => (
        <p key={id} className="fy-turn" data-speaker={speaker} data-final={final}>
          <span className="fy-who">{speaker === 'learner' ? words.you : words.partner}</span> {text}
        </p>
      ))}
    </div>
  )
}

function Controls({ voice, words }: { voice: RealtimeVoice; words: VoiceCardMessages }) {
  const { state, call } = voice
  const { status, mode, muted, talking } = state
  if (isOver(status))
    return (
      <div className="fy-controls">
        <button type="button" className="fy-button fy-primary" onClick={voice.connectWebRTC}>
          {status.phase === 'idle' ? words.start : words.again}
        </button>
      </div>
    )
  const speaking = status.phase === 'live' && status.activity === 'speaking'
  return (
    <div className="fy-controls">
      {mode === 'open-mic' && (
        <button type="button" className="fy-button" aria-pressed={muted} onClick={() => call.setMuted(!muted)}>
          {muted ? words.unmute : words.mute}
        </button>
      )}
      {mode === 'push-to-talk' && <HoldToTalk voice={voice} talking={talking} label={words.hold} />}
      <button type="button" className="fy-button" disabled={!speaking} onClick={voice.interrupt}>
        {words.interrupt}
      </button>
      <button
        type="button"
        className="fy-button fy-end"
        disabled={status.phase === 'ending'}
        onClick={voice.disconnect}
      >
        {words.end}
      </button>
    </div>
  )
}

function HoldToTalk({ voice, talking, label }: { voice: RealtimeVoice; talking: boolean; label: string }) {
  const start = () => void voice.call.startTalking()
  const stop = () => void voice.call.stopTalking()
  const isKey = (key: string) => key === ' ' || key === 'Enter'
  return (
    <button
      type="button"
      className="fy-button fy-hold"
      aria-pressed={talking}
      onPointerDown={start}
      onPointerUp={stop}
      onPointerLeave={stop}
      onPointerCancel={stop}
      onBlur={stop}
      onKeyDown={(event) => {
        if (!isKey(event.key)) return
        event.preventDefault()
        if (!event.repeat) start()
      }}
      onKeyUp={(event) => isKey(event.key) && stop()}
    >
      {label}
    </button>
  )
}

/** Tells of the end once for every session that had begun. */
function useSessionEnd(voice: RealtimeVoice, onSessionEnd: ((end: SessionEnd) => void) | undefined): void {
  const { state, transcript } = voice
  const told = useRef<number | null>(null)
  const over = state.status.phase === 'ended' || state.status.phase === 'failed'
  useEffect(() => {
    const { startedAt, sessionId } = state
    if (!over || startedAt === null || sessionId === null || told.current === startedAt) return
    told.current = startedAt
    onSessionEnd?.({ sessionId, transcript, durationSeconds: Math.round((Date.now() - startedAt) / 1000) })
  }, [over, state, transcript, onSessionEnd])
}
