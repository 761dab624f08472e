/**
 * Server events that a call acts on, read from GA JSON. The table below is the one definition: it reads an event and
 * it is the event's type.
 */
import { type JsonObject, numberAt, objectAt, objectsAt, parseObject, textAt } from './json.ts'
import { normalise } from './normalise.ts'

/** An item of the conversation; `text` is what its parts say, spoken or written. */
export interface Item {
  id: string
  role: string
  status: string
  text: string
}

export interface ErrorDetail {
  type: string
  code: string
  message: string
  eventId: string
}

const itemAt = (event: JsonObject): Item => {
  const item = objectAt(event, 'item')
  const text = objectsAt(item, 'content')
    .map((part) => textAt(part, 'transcript') || textAt(part, 'text'))
    .filter(Boolean)
    .join(' ')
  return { id: textAt(item, 'id'), role: textAt(item, 'role'), status: textAt(item, 'status'), text }
}

const errorAt = (event: JsonObject): ErrorDetail => {
  const error = objectAt(event, 'error')
  return {
    type: textAt(error, 'type'),
    code: textAt(error, 'code') || textAt(error, 'type'),
    message: textAt(error, 'message'),
    eventId: textAt(error, 'event_id'),
  }
}

const session = (event: JsonObject) => ({ session: objectAt(event, 'session') })
const item = (event: JsonObject) => ({ item: itemAt(event) })
const ofItem = (event: JsonObject) => ({ itemId: textAt(event, 'item_id') })
const ofResponse = (event: JsonObject) => ({ responseId: textAt(event, 'response_id') })
const response = (event: JsonObject) => {
  const body = objectAt(event, 'response')
  return {
    response: { id: textAt(body, 'id'), status: textAt(body, 'status'), details: objectAt(body, 'status_details') },
  }
}
const ofPart = (event: JsonObject) => ({
  ...ofItem(event),
  ...ofResponse(event),
  contentIndex: numberAt(event, 'content_index'),
})
const delta = (event: JsonObject) => ({ ...ofPart(event), delta: textAt(event, 'delta') })
const transcript = (event: JsonObject) => ({ ...ofPart(event), transcript: textAt(event, 'transcript') })

const READERS = {
  'session.created': session,
  'session.updated': session,
  'session.end': (event: JsonObject) => ({ reason: textAt(event, 'reason', 'completed') }),
  session_end: (event: JsonObject) => ({ reason: textAt(event, 'reason', 'completed') }),
  'input_audio_buffer.speech_started': (event: JsonObject) => ({
    ...ofItem(event),
    audioStartMs: numberAt(event, 'audio_start_ms'),
  }),
  'input_audio_buffer.speech_stopped': (event: JsonObject) => ({
    ...ofItem(event),
    audioEndMs: numberAt(event, 'audio_end_ms'),
  }),
  'input_audio_buffer.committed': ofItem,
  'input_audio_buffer.timeout_triggered': ofItem,
  'conversation.item.added': item,
  'conversation.item.done': item,
  'conversation.item.deleted': ofItem,
  'conversation.item.truncated': (event: JsonObject) => ({
    ...ofItem(event),
    audioEndMs: numberAt(event, 'audio_end_ms'),
  }),
  'conversation.item.input_audio_transcription.delta': delta,
  'conversation.item.input_audio_transcription.updated': transcript,
  'conversation.item.input_audio_transcription.completed': transcript,
  'conversation.item.input_audio_transcription.failed': (event: JsonObject) => ({
    ...ofItem(event),
    error: errorAt(event),
  }),
  'response.created': response,
  'response.done': response,
  'response.output_item.added': (event: JsonObject) => ({ ...item(event), ...ofResponse(event) }),
  'response.output_audio.delta': delta,
  'response.output_audio.done': ofPart,
  'response.output_audio_transcript.delta': delta,
  'response.output_audio_transcript.done': transcript,
  'response.output_text.delta': delta,
  'response.output_text.done': (event: JsonObject) => ({ ...ofPart(event), text: textAt(event, 'text') }),
  'output_audio_buffer.started': ofResponse,
  'output_audio_buffer.stopped': ofResponse,
  'output_audio_buffer.cleared': ofResponse,
  error: (event: JsonObject) => ({ error: errorAt(event) }),
} as const

type Readers = typeof READERS
export type ServerEventType = keyof Readers
export type ServerEvent = { [T in ServerEventType]: { type: T } & ReturnType<Readers[T]> }[ServerEventType]
export type ServerEventOf<T extends ServerEventType> = Extract<ServerEvent, { type: T }>

const isKnown = (type: string): type is ServerEventType => Object.hasOwn(READERS, type)

/**
 * Reads one message of a Realtime server, whatever dialect it speaks.
 *
 * Returns null for what a call does not act on: unknown types, noise, and messages that are no JSON object.
 */
export function readServerEvent(message: string | JsonObject): ServerEvent | null {
  const raw = typeof message === 'string' ? parseObject(message) : message
  const event = raw && normalise(raw)
  if (!event) return null
  const type = textAt(event, 'type')
  // The table pairs each type with its reader, which TypeScript cannot see through an index.
  return isKnown(type) ? ({ type, ...READERS[type](event) } as ServerEvent) : null
}
