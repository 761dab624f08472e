/** Client events that a call sends (GA names), and how to make them. */
import type { JsonObject } from './json.ts'

export type ClientEvent =
  | { type: 'session.update'; session: { type: 'realtime'; audio: { input: JsonObject } } }
  | { type: 'input_audio_buffer.append'; audio: string }
  | { type: 'input_audio_buffer.commit' }
  | { type: 'input_audio_buffer.clear' }
  | { type: 'conversation.item.create'; item: JsonObject }
  | { type: 'conversation.item.truncate'; item_id: string; content_index: number; audio_end_ms: number }
  | { type: 'response.create' }
  | { type: 'response.cancel' }
  | { type: 'output_audio_buffer.clear' }
  | { type: 'session.end' }

export const appendAudio = (audio: string): ClientEvent => ({ type: 'input_audio_buffer.append', audio })

/** `turnDetection` null is push-to-talk. */
export const updateTurnDetection = (turnDetection: JsonObject | null): ClientEvent => ({
  type: 'session.update',
  session: { type: 'realtime', audio: { input: { turn_detection: turnDetection } } },
})

export const updateTranscription = (model: string): ClientEvent => ({
  type: 'session.update',
  session: { type: 'realtime', audio: { input: { transcription: { model } } } },
})

/** Not `randomUUID`: a page that is not secure has none, and one can type there. */
export const newItemId = (): string =>
  `item_${[...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`

export const createUserText = (id: string, text: string): ClientEvent => ({
  type: 'conversation.item.create',
  item: { id, type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
})

/** `audioEndMs`: what the listener heard of the item, in whole milliseconds. */
export const truncateItem = (itemId: string, contentIndex: number, audioEndMs: number): ClientEvent => ({
  type: 'conversation.item.truncate',
  item_id: itemId,
  content_index: contentIndex,
  audio_end_ms: Math.max(0, Math.floor(audioEndMs)),
})
