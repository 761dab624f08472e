import {
  type CallOptions,
  type CallState,
  VoiceChat,
  type VoiceChatListener,
  type VoiceChatOptions,
  type VoiceChatState,
} from '@feedbackyes/realtime'
import { useEffect, useState, useSyncExternalStore } from 'react'

export interface WebRTCOptions extends VoiceChatListener {
  /** Of a hosted service; `gpt-realtime` without. Retired names are mapped. */
  model?: string | undefined
  transcriptionModel?: string | undefined
  voice?: string | undefined
  /** Where the server is, such as `http://localhost:8000`; the page's own origin without. */
  apiBase?: string | undefined
  token?: string | undefined
  /** Anything else that a call can be told. */
  call?: CallOptions | undefined
}

export interface WebRTC {
  isConnected: boolean
  /** The microphone is open and heard. */
  isRecording: boolean
  /** What the learner said so far, a line for each turn. */
  userTranscript: string
  agentTranscript: string
  connect: () => Promise<void>
  disconnect: () => Promise<void>
  sendMessage: (text: string) => Promise<void>
  /** Closes the microphone, or opens it again. */
  toggleRecording: () => void
  clearTranscripts: () => void
  /** For all that the hook has no short name for. */
  state: CallState
}

const MODEL = 'gpt-realtime'
const TRANSCRIPTION_MODEL = 'whisper-1'
const VOICE = 'alloy'

/**
 * A voice chat over WebRTC, and over WebSocket where that does not get through. What it is to be is read once, when the
 * component appears; the newest callbacks are called.
 *
 * @example
 * const { isConnected, connect, disconnect, userTranscript } = useWebRTC({ voice: 'alloy', onError: console.error })
 */
export function useWebRTC(options: WebRTCOptions = {}): WebRTC {
  const [chat] = useState(() => new VoiceChat(chatOptions(options), options))
  useEffect(() => {
    chat.listener = options
  })
  useEffect(() => () => chat.dispose(), [chat])
  const { call: state, ...shown }: VoiceChatState = useSyncExternalStore(
    chat.subscribe,
    chat.getSnapshot,
    chat.getSnapshot,
  )
  const { connect, disconnect, sendMessage, toggleRecording, clearTranscripts } = chat
  return { ...shown, connect, disconnect, sendMessage, toggleRecording, clearTranscripts, state }
}

function chatOptions(options: WebRTCOptions): VoiceChatOptions {
  const { model = MODEL, transcriptionModel = TRANSCRIPTION_MODEL, voice = VOICE, apiBase, token, call } = options
  return { model, transcriptionModel, voice, call: { baseUrl: apiBase, token, ...call } }
}

export default useWebRTC
