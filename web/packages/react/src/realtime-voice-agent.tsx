import { isOver } from '@feedbackyes/realtime'
import type { RefObject } from 'react'
import { VOICE_CHAT, type VoiceChatMessages } from './messages.ts'
import { useWebRTC, type WebRTCOptions } from './use-web-rtc.ts'

export interface RealtimeVoiceAgentProps {
  /** An element of the page that is to play the partner's voice; without, the component plays it itself. */
  audioRef?: RefObject<HTMLAudioElement | null> | undefined
  /** What the learner has said, turn by turn. */
  onTranscription?: ((text: string) => void) | undefined
  /** What the partner says, piece by piece. */
  onResponse?: ((text: string) => void) | undefined
  /** The button was pressed: from here on the browser allows sound. */
  onUserInteraction?: (() => void) | undefined
  /** The page is busy: the button waits. */
  loading?: boolean | undefined
  apiBase?: string | undefined
  token?: string | undefined
  messages?: Partial<VoiceChatMessages> | undefined
  call?: WebRTCOptions['call']
  className?: string
}

/** One button to talk to the partner, for a page that shows the conversation itself. */
export function RealtimeVoiceAgent(props: RealtimeVoiceAgentProps) {
  const { onTranscription, onResponse, onUserInteraction, loading = false, apiBase, token, call, className } = props
  const words = { ...VOICE_CHAT, ...props.messages }
  const chat = useWebRTC({
    apiBase,
    token,
    call,
    onTranscriptDone: ({ transcript }) => transcript && onTranscription?.(transcript),
    onResponseDelta: onResponse,
    onAgentResponse: (heard) => playThrough(props.audioRef?.current, heard),
  })
  const { status, soundProblem, fallback } = chat.state
  const problem = status.phase === 'failed' ? status.problem : soundProblem
  const over = isOver(status)
  const press = () => {
    onUserInteraction?.()
    void (over ? chat.connect() : chat.disconnect())
  }
  return (
    <div className={`fy-agent ${className ?? ''}`}>
      <button
        type="button"
        className={`fy-button ${over ? 'fy-primary' : 'fy-end'}`}
        disabled={loading || status.phase === 'ending'}
        aria-busy={loading}
        onClick={press}
      >
        {over ? words.start : words.end}
      </button>
      <p className="fy-status" role="status" data-phase={status.phase}>
        {status.phase === 'live' ? words[status.activity] : words[status.phase]}
      </p>
      {fallback && <p className="fy-notice">{fallback}</p>}
      {problem && (
        <p className="fy-problem" role="alert">
          {problem.message} {problem.action}
        </p>
      )}
    </div>
  )
}

/** Gives a WebRTC call's stream to the page's element; says whether that plays it. */
function playThrough(element: HTMLAudioElement | null | undefined, heard: MediaStream | Int16Array): boolean {
  if (!element || heard instanceof Int16Array) return false
  element.srcObject = heard
  void element.play().catch(() => undefined) // a browser that refuses says so to the page
  return true
}
