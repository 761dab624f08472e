/**
 * The tolerant reader: names and shapes met in the wild are read as the GA ones. Only for reading; what we send is GA.
 *
 * Sources: the beta interface, clones of the service, and names that only documents know. Unknown types pass unchanged.
 */
import { at, isObject, type Json, type JsonObject, objectAt, textAt } from './json.ts'

const TRANSCRIPTION = 'conversation.item.input_audio_transcription'

const RENAMED: ReadonlyMap<string, string> = new Map([
  ['response.audio.delta', 'response.output_audio.delta'],
  ['response.audio.done', 'response.output_audio.done'],
  ['response.audio_transcript.delta', 'response.output_audio_transcript.delta'],
  ['response.audio_transcript.done', 'response.output_audio_transcript.done'],
  ['response.audio_transcription.completed', 'response.output_audio_transcript.done'],
  ['response.text.delta', 'response.output_text.delta'],
  ['response.text.done', 'response.output_text.done'],
  ['response.completed', 'response.done'],
  ['response.cancelled', 'response.done'],
  ['response.output_item.created', 'response.output_item.added'],
  ['conversation.item.created', 'conversation.item.added'],
  ['input_audio_transcription.delta', `${TRANSCRIPTION}.delta`],
  ['input_audio_transcription.completed', `${TRANSCRIPTION}.completed`],
  ['input_audio_buffer.transcription.completed', `${TRANSCRIPTION}.completed`],
  ['transcription.delta', 'response.output_audio_transcript.delta'],
  ['transcription.done', 'response.output_audio_transcript.done'],
  ['transcription_session.updated', 'session.updated'],
  ['session.error', 'error'],
])

/** Local events of client libraries, keep-alives and commands of other stacks: never part of a conversation. */
const NOISE: ReadonlySet<string> = new Set([
  'ping',
  'conversation.interrupted',
  'conversation.updated',
  'conversation.item.appended',
  'conversation.item.completed',
  'audio_interrupted',
  'history_updated',
  'realtime.event',
])

const ASSISTANT_PARTS: ReadonlyMap<string, string> = new Map([
  ['audio', 'output_audio'],
  ['text', 'output_text'],
])
const STREAMED_PARTS: ReadonlyMap<string, string> = new Map([
  ['output_audio', 'audio'],
  ['output_text', 'text'],
])

/** One server event in GA names and shape; null when it says nothing about the conversation. */
export function normalise(raw: JsonObject): JsonObject | null {
  const seen = at(raw, 'type')
  if (typeof seen !== 'string' || NOISE.has(seen) || seen.startsWith('control.')) return null
  const { obfuscation: _, ...event } = raw
  const type = RENAMED.get(seen) ?? seen
  const named: JsonObject = { ...event, type, event_id: at(event, 'event_id') ?? '' }
  if (type === 'error') return nestError(named)
  if (type.startsWith('session.')) return withSession(named, seen)
  if (type === 'response.done') return withResponse(named, seen)
  if (type.startsWith('response.content_part.')) return withPart(indexed(named))
  return withWords(withItem(indexed(named)))
}

/** Clones leave out indices and the response they belong to. */
function indexed(event: JsonObject): JsonObject {
  const type = textAt(event, 'type')
  if (type.startsWith(TRANSCRIPTION)) return { content_index: 0, ...event }
  if (!/^response\..*\.(delta|done|added)$/.test(type)) return event
  if (type.includes('output_item')) return { output_index: 0, ...event }
  return { response_id: '', output_index: 0, content_index: 0, ...event }
}

/** What was said, under whatever name it comes. */
function withWords(event: JsonObject): JsonObject {
  const { type, delta, audio, text, transcription, transcript, ...rest } = event
  if (isObject(delta))
    return { ...event, delta: at(delta, 'text') ?? at(delta, 'audio') ?? at(delta, 'transcript') ?? '' }
  if (type === 'response.output_audio.delta' && delta === undefined && audio !== undefined)
    return { ...rest, type, delta: audio }
  const whole = type === `${TRANSCRIPTION}.completed` || type === 'response.output_audio_transcript.done'
  const words = transcription ?? text
  return whole && transcript === undefined && words !== undefined ? { ...rest, type, transcript: words } : event
}

function withItem(event: JsonObject): JsonObject {
  const item = at(event, 'item')
  return isObject(item) ? { ...event, item: itemToGa(item) } : event
}

function withResponse(event: JsonObject, seen: string): JsonObject {
  const response = objectAt(event, 'response')
  const output = at(response, 'output')
  const items = Array.isArray(output) ? { output: output.map((item) => (isObject(item) ? itemToGa(item) : item)) } : {}
  const status = seen === 'response.cancelled' ? { status: 'cancelled' } : {}
  return { ...event, response: { ...response, ...items, ...status } }
}

function itemToGa(item: JsonObject): JsonObject {
  const content = at(item, 'content')
  if (at(item, 'role') !== 'assistant' || !Array.isArray(content)) return item
  return { ...item, content: content.map((part) => renamePart(part, ASSISTANT_PARTS)) }
}

function withPart(event: JsonObject): JsonObject {
  const { part } = event
  return part === undefined ? event : { ...event, part: renamePart(part, STREAMED_PARTS) }
}

function renamePart(part: Json, names: ReadonlyMap<string, string>): Json {
  if (!isObject(part)) return part
  const type = at(part, 'type')
  const renamed = typeof type === 'string' ? names.get(type) : undefined
  return renamed === undefined ? part : { ...part, type: renamed }
}

/** Some send `code` and `message` beside the type instead of under `error`. */
function nestError(event: JsonObject): JsonObject {
  if (isObject(at(event, 'error'))) return event
  const { type, event_id, error, message, code, ...rest } = event
  return {
    ...rest,
    type: String(type),
    event_id: event_id ?? '',
    error: { type: 'server_error', code: code ?? null, message: message ?? error ?? '' },
  }
}

function withSession(event: JsonObject, seen: string): JsonObject {
  const session = at(event, 'session')
  if (!isObject(session)) return event
  const kind = seen.startsWith('transcription_session.') ? 'transcription' : 'realtime'
  return { ...event, session: sessionToGa(session, kind) }
}

const BETA_FORMATS: ReadonlyMap<Json, JsonObject> = new Map<Json, JsonObject>([
  ['pcm16', { type: 'audio/pcm', rate: 24000 }],
  ['g711_ulaw', { type: 'audio/pcmu' }],
  ['g711_alaw', { type: 'audio/pcma' }],
])

/** The flat session of the beta interface as the nested one; a nested one stays as it is. */
function sessionToGa(session: JsonObject, kind: string): JsonObject {
  const {
    modalities,
    input_audio_format,
    output_audio_format,
    input_audio_transcription,
    input_audio_noise_reduction,
    turn_detection,
    voice,
    speed,
    max_response_output_tokens,
    ...rest
  } = session
  if (isObject(at(session, 'audio'))) return { type: kind, ...session }
  const audio: JsonObject = {
    input: present({
      format: betaFormat(input_audio_format),
      transcription: input_audio_transcription,
      noise_reduction: input_audio_noise_reduction,
      turn_detection,
    }),
    output: present({ format: betaFormat(output_audio_format), voice, speed }),
  }
  const spoken = Array.isArray(modalities) ? [modalities.includes('audio') ? 'audio' : 'text'] : undefined
  return {
    type: kind,
    ...rest,
    ...present({ output_modalities: spoken, max_output_tokens: max_response_output_tokens }),
    audio,
  }
}

const betaFormat = (name: Json | undefined): Json | undefined =>
  name === undefined ? undefined : (BETA_FORMATS.get(name) ?? name)

function present(fields: Record<string, Json | undefined>): JsonObject {
  const kept: JsonObject = {}
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value
  return kept
}
