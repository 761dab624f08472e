/** Every word that these components show, in English. Pass your own, whole or in part, as `messages`. */

export interface VoiceCardMessages {
  start: string
  again: string
  interrupt: string
  end: string
  mute: string
  unmute: string
  hold: string
  you: string
  partner: string
  transcript: string
  transcriptEmpty: string
  idle: string
  'requesting-microphone': string
  connecting: string
  listening: string
  thinking: string
  speaking: string
  reconnecting: string
  ending: string
}

export const VOICE_CARD: VoiceCardMessages = {
  start: 'Start',
  again: 'Start again',
  interrupt: 'Interrupt',
  end: 'End',
  mute: 'Mute',
  unmute: 'Unmute',
  hold: 'Hold to talk',
  you: 'You',
  partner: 'Partner',
  transcript: 'Transcript',
  transcriptEmpty: 'What is said appears here.',
  idle: 'Ready when you are.',
  'requesting-microphone': 'Asking for the microphone. Allow it in the browser.',
  connecting: 'Connecting.',
  listening: 'Listening.',
  thinking: 'Thinking.',
  speaking: 'Speaking.',
  reconnecting: 'Reconnecting: nothing is lost.',
  ending: 'Saving the last words.',
}

export interface VoiceChatMessages {
  title: string
  start: string
  end: string
  mute: string
  unmute: string
  clear: string
  you: string
  partner: string
  nothingYet: string
  idle: string
  'requesting-microphone': string
  connecting: string
  listening: string
  thinking: string
  speaking: string
  reconnecting: string
  ending: string
  ended: string
  failed: string
}

export const VOICE_CHAT: VoiceChatMessages = {
  title: 'Voice chat',
  start: 'Start Voice Chat',
  end: 'End Call',
  mute: 'Mute',
  unmute: 'Unmute',
  clear: 'Clear',
  you: 'You',
  partner: 'Partner',
  nothingYet: 'Nothing yet.',
  idle: 'Ready when you are.',
  'requesting-microphone': 'Asking for the microphone. Allow it in the browser.',
  connecting: 'Connecting.',
  listening: 'Listening.',
  thinking: 'Thinking.',
  speaking: 'Speaking.',
  reconnecting: 'Reconnecting: nothing is lost.',
  ending: 'Saving the last words.',
  ended: 'The call has ended.',
  failed: 'Not connected.',
}

export interface SimpleVoiceMessages {
  start: string
  stop: string
  end: string
  idle: string
  recording: string
  responding: string
  connecting: string
  ended: string
  again: string
}

export const SIMPLE_VOICE: SimpleVoiceMessages = {
  start: 'Start Recording',
  stop: 'Stop Recording',
  end: 'End Session',
  idle: 'Idle',
  recording: 'Recording',
  responding: 'Responding…',
  connecting: 'Connecting…',
  ended: 'The session has ended.',
  again: 'New Session',
}

export interface LanesMessages {
  /** What the picture is, for those who do not see it. */
  live: string
  recorded: string
  you: string
  partner: string
  /** Where the playback is; `{time}` is minutes and seconds. */
  position: string
}

export const LANES: LanesMessages = {
  live: 'Live levels: you above, your partner below.',
  recorded: 'The talk as two lanes: you above, your partner below.',
  you: 'You',
  partner: 'Partner',
  position: 'At {time}',
}
