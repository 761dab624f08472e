export { Api, ApiError, type ApiOptions, type NewSession, type SessionInfo } from './api.ts'
export {
  type AudioBackend,
  AudioError,
  type AudioErrorCode,
  type Microphone,
  type MicrophoneListener,
  type MicrophoneOptions,
  type PlaybackPosition,
  type PlaybackReport,
  type Speaker as AudioSpeaker,
  type StreamSpeaker,
} from './audio/backend.ts'
export { base64ToPcm16, pcm16ToBase64 } from './audio/base64.ts'
export { BrowserAudio, microphoneConstraints, microphoneError } from './audio/browser.ts'
export { type AudioDevice, listDevices, onDevicesChanged } from './audio/devices.ts'
export { BIN_MS, LevelTrack, levelToHeight, WINDOW_MS } from './audio/levels.ts'
export { floatToPcm16, pcm16ToFloat, rms, samplesToMs, WIRE_RATE_HZ } from './audio/pcm.ts'
export { Call } from './call.ts'
export type { CallOptions } from './call-options.ts'
export { type CallMode, type CallState, type CallStatus, isOver, type Problem, type Transport } from './call-state.ts'
export { openWebSocket, type Socket, type SocketFactory } from './connection.ts'
export type { Activity, Cost, Notice } from './conversation.ts'
export { type ConversationEvent, EventStream, type EventStreamOptions } from './event-stream.ts'
export type { Followed, Follower, Whisper } from './followers.ts'
export { LiveLevels } from './live-levels.ts'
export { MESSAGES, type Messages, type ProblemText } from './messages.ts'
export { hasWebRtc } from './peer-socket.ts'
export type { ClientEvent } from './protocol/client.ts'
export type { Json, JsonObject } from './protocol/json.ts'
export { normalise } from './protocol/normalise.ts'
export {
  type ErrorDetail,
  type Item,
  readServerEvent,
  type ServerEvent,
  type ServerEventOf,
} from './protocol/server.ts'
export { sendPieces } from './send-pieces.ts'
export {
  SimpleVoice,
  type SimpleVoiceActivity,
  type SimpleVoiceOptions,
  type SimpleVoiceState,
} from './simple-voice.ts'
export { type Piece, type PieceStore, pieceStore } from './tape-store.ts'
export { type Line, readTurn, type Speaker, Transcript, type Turn, type Word } from './transcript.ts'
export {
  type Heard,
  type Told,
  VoiceChat,
  type VoiceChatListener,
  type VoiceChatOptions,
  type VoiceChatState,
} from './voice-chat.ts'
