export { type LaneMark, Lanes, type LanesProps } from './lanes.tsx'
export { LiveLanes, type LiveLanesProps } from './live-lanes.tsx'
export {
  LANES,
  type LanesMessages,
  SIMPLE_VOICE,
  type SimpleVoiceMessages,
  VOICE_CARD,
  VOICE_CHAT,
  type VoiceCardMessages,
  type VoiceChatMessages,
} from './messages.ts'
export { RealtimeVoiceAgent, type RealtimeVoiceAgentProps } from './realtime-voice-agent.tsx'
export { RealtimeVoiceCard, type RealtimeVoiceCardProps, type SessionEnd } from './realtime-voice-card.tsx'
export { RealtimeVoiceChat, type RealtimeVoiceChatProps } from './realtime-voice-chat.tsx'
export { SimpleVoice, type SimpleVoiceProps } from './simple-voice.tsx'
export { type Levels, useCall, useLevels, useOwnCall } from './use-call.ts'
export {
  type RealtimeVoice,
  type RealtimeVoiceOptions,
  type TranscriptEntry,
  transcriptText,
  useRealtimeVoice,
} from './use-realtime-voice.ts'
export { useWebRTC, type WebRTC, type WebRTCOptions } from './use-web-rtc.ts'
