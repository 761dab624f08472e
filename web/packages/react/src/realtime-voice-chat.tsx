import { isOver } from '@feedbackyes/realtime'
import { VOICE_CHAT, type VoiceChatMessages } from './messages.ts'
import { useWebRTC, type WebRTC, type WebRTCOptions } from './use-web-rtc.ts'

export interface RealtimeVoiceChatProps extends WebRTCOptions {
  messages?: Partial<VoiceChatMessages> | undefined
  className?: string
}

/** A voice chat with both transcripts as they grow: start, mute, clear, end. */
export function RealtimeVoiceChat({ messages, className, ...options }: RealtimeVoiceChatProps) {
  const words = { ...VOICE_CHAT, ...messages }
  const chat = useWebRTC(options)
  const { status, soundProblem, fallback } = chat.state
  const problem = status.phase === 'failed' ? status.problem : soundProblem
  return (
    <section className={`fy-card ${className ?? ''}`} aria-label={words.title}>
      <p className="fy-status" role="status" data-phase={status.phase}>
        {status.phase === 'live' ? words[status.activity] : words[status.phase]}
      </p>
      {problem && (
        <p className="fy-problem" role="alert">
          {problem.message} {problem.action}
        </p>
      )}
      {fallback && <p className="fy-notice">{fallback}</p>}
      <Said label={words.you} text={chat.userTranscript} empty={words.nothingYet} />
      <Said label={words.partner} text={chat.agentTranscript} empty={words.nothingYet} />
      <Controls chat={chat} words={words} />
    </section>
  )
}

function Said({ label, text, empty }: { label: string; text: string; empty: string }) {
  return (
    <div className="fy-transcript" role="log" aria-label={label}>
      <p className="fy-who">{label}</p>
      {text ? <p className="fy-said">{text}</p> : <p className="fy-empty">{empty}</p>}
    </div>
  )
}

function Controls({ chat, words }: { chat: WebRTC; words: VoiceChatMessages }) {
  if (isOver(chat.state.status))
    return (
      <div className="fy-controls">
        <button type="button" className="fy-button fy-primary" onClick={chat.connect}>
          {words.start}
        </button>
      </div>
    )
  return (
    <div className="fy-controls">
      <button type="button" className="fy-button" aria-pressed={chat.state.muted} onClick={chat.toggleRecording}>
        {chat.state.muted ? words.unmute : words.mute}
      </button>
      <button type="button" className="fy-button" onClick={chat.clearTranscripts}>
        {words.clear}
      </button>
      <button type="button" className="fy-button fy-end" onClick={chat.disconnect}>
        {words.end}
      </button>
    </div>
  )
}
