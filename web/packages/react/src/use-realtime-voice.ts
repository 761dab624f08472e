import {
  Call,
  type CallOptions,
  type CallState,
  isOver,
  type Line,
  type Problem,
  type Transport,
} from '@feedbackyes/realtime'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useCall } from './use-call.ts'

/** One turn of the transcript, in the shape that `POST /api/feedback/analyze` takes. */
export interface TranscriptEntry {
  id: string
  speaker: 'learner' | 'partner'
  text: string
  /** Stored by the server; what is not final is still being said or recognised. */
  final: boolean
}

export interface RealtimeVoiceOptions {
  /** Where the server is, such as `http://localhost:8000`; the page's own origin without. */
  apiBase?: string | undefined
  token?: string | undefined
  scenarioId?: string | undefined
  /** Go on in this session, or begin it under this name; the server makes one without. */
  sessionId?: string | undefined
  /** Called with each turn once it is final, and again when the server corrects it. */
  onTranscript?: ((entry: TranscriptEntry) => void) | undefined
  onError?: ((problem: Problem) => void) | undefined
  /** Anything else that a call can be told. */
  call?: CallOptions | undefined
}

export interface RealtimeVoice {
  state: CallState
  isConnected: boolean
  /** What carries the call. */
  transport: Transport
  /** Why it is not what was asked for; null when it is. */
  note: string | null
  transcript: TranscriptEntry[]
  error: Problem | null
  /** Connects over WebRTC; where that does not get through, over WebSocket, and `note` says so. */
  connectWebRTC: () => Promise<void>
  connectWebSocket: (sessionId?: string) => Promise<void>
  sendText: (text: string) => Promise<void>
  /** Stops the partner in mid-sentence. */
  interrupt: () => Promise<void>
  /** Ends the session; resolves when the last turn is stored. */
  disconnect: () => Promise<void>
  /** For all that the hook has no short name for: mute, patience, devices, levels. */
  call: Call
}

const toEntry = ({ id, speaker, text, final }: Line): TranscriptEntry => ({ id, speaker, text, final })

/** The transcript as text, one line per turn, as the analysis takes it. */
export const transcriptText = (transcript: readonly TranscriptEntry[]): string =>
  transcript.map(({ speaker, text }) => `${speaker === 'learner' ? 'Learner' : 'Partner'}: ${text}`).join('\n')

function callOptions(options: RealtimeVoiceOptions, transport?: Transport, sessionId = options.sessionId): CallOptions {
  const { apiBase, token, scenarioId, call } = options
  return {
    baseUrl: apiBase,
    token,
    sessionId,
    ...call,
    ...(transport && { transport }),
    session: { ...(scenarioId && { scenario_id: scenarioId }), ...call?.session },
  }
}

/**
 * A realtime conversation in one hook.
 *
 * @example
 * const voice = useRealtimeVoice({ scenarioId: 'conflict-resolution', onTranscript: console.log })
 * <button onClick={voice.connectWebRTC}>Talk</button>
 */
export function useRealtimeVoice(options: RealtimeVoiceOptions = {}): RealtimeVoice {
  const [call, setCall] = useState(() => new Call(callOptions(options)))
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  useEffect(() => () => call.dispose(), [call])
  const state = useCall(call)
  useFinalTurns(state.lines, latest)

  const connect = useCallback(
    async (transport: Transport, sessionId?: string) => {
      if (!isOver(call.getSnapshot().status)) return
      const next = new Call(callOptions(latest.current, transport, sessionId))
      setCall(next)
      await next.start()
    },
    [call],
  )
  const connectWebSocket = useCallback((sessionId?: string) => connect('websocket', named(sessionId)), [connect])
  const connectWebRTC = useCallback(() => connect('webrtc'), [connect])

  const error = state.status.phase === 'failed' ? state.status.problem : state.soundProblem
  useEffect(() => {
    if (error) latest.current.onError?.(error)
  }, [error])

  return {
    state,
    isConnected: state.status.phase === 'live' || state.status.phase === 'reconnecting',
    transport: state.transport,
    note: state.fallback,
    transcript: useMemo(() => state.lines.map(toEntry), [state.lines]),
    error,
    connectWebRTC,
    connectWebSocket,
    sendText: useCallback((text: string) => call.sendText(text), [call]),
    interrupt: useCallback(() => call.interrupt(), [call]),
    disconnect: useCallback(() => call.end(), [call]),
    call,
  }
}

/** As a click handler the function is given an event, which is no session. */
const named = (sessionId: unknown): string | undefined => (typeof sessionId === 'string' ? sessionId : undefined)

/** Tells each turn once when it is final, and once more for every correction. */
function useFinalTurns(lines: readonly Line[], latest: { current: RealtimeVoiceOptions }): void {
  const told = useRef(new Map<string, string>())
  useEffect(() => {
    if (lines.length === 0) told.current.clear()
    for (const line of lines) {
      if (!line.final || told.current.get(line.id) === line.text) continue
      told.current.set(line.id, line.text)
      latest.current.onTranscript?.(toEntry(line))
    }
  }, [lines, latest])
}
