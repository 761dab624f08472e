/**
 * What happens in a call, as told by its two sources: Realtime events of the voice transport (live) and conversation
 * events of the event stream (stored). It knows whose turn it is, keeps the transcript and stops the partner when the
 * learner speaks. No sockets, no timers.
 *
 * | activity  | while                                                                       |
 * |-----------|-----------------------------------------------------------------------------|
 * | speaking  | sound of the partner is playing or waiting to                               |
 * | thinking  | a response is asked for or under way and nothing of it sounds yet           |
 * | listening | otherwise                                                                   |
 */
import type { PlaybackReport } from './audio/backend.ts'
import { base64ToPcm16 } from './audio/base64.ts'
import type { ConversationEvent } from './event-stream.ts'
import { type Followed, follow, UNFOLLOWED } from './followers.ts'
import type { Playback } from './playback.ts'
import { type ClientEvent, createUserText, truncateItem } from './protocol/client.ts'
import { at, flagAt, isObject, type JsonObject, numberAt, objectAt, textAt } from './protocol/json.ts'
import type { ErrorDetail, Item, ServerEvent, ServerEventOf, ServerEventType } from './protocol/server.ts'
import { readTurn, Transcript } from './transcript.ts'

export type Activity = 'listening' | 'thinking' | 'speaking'

/** Something worth saying that does not end the call. */
export interface Notice {
  code: string
  message: string
}

/** What the talk has cost so far, as the server reckons it. */
export interface Cost {
  /** Of what has a known price. */
  usd: number
  /** Something was used whose price nobody knows. */
  unknown: boolean
  estimated: boolean
  /** The voice engine is the server's own. */
  free: boolean
}

export interface ConversationOptions {
  send: (event: ClientEvent) => void
  onChange: () => void
  /** The partner's sound, as it comes. */
  onAudio?: ((pcm: Int16Array) => void) | undefined
  /** The voice transport says that the session is over; the last turns may still come over the event stream. */
  onGoodbye: (reason: string) => void
  /** The event stream says so: nothing more will come. */
  onEnded: (reason: string, message: string) => void
}

type Handlers = { [T in ServerEventType]?: (event: ServerEventOf<T>) => void }

/** Items that the server restores from an earlier conversation: on a direct call they pass by here, and are not new. */
const RESTORED = 'before_'

/** Errors that follow from both sides acting at once; nobody needs to know. */
const HARMLESS = new Set(['response_cancel_not_active', 'conversation_already_has_active_response'])

export class Conversation {
  readonly transcript = new Transcript()
  readonly #options: ConversationOptions
  #playback: Playback | null = null
  /** The response whose voice the server says is being heard, when voice comes on a track. */
  #sounding: string | null = null
  #onTrack = false
  #responses = new Set<string>()
  /** Responses that were cut off: what still comes of them is not for the ear. */
  readonly #cut = new Set<string>()
  #awaited = false
  #turnDetection: JsonObject | null | undefined
  #lastLearnerItem = ''
  learnerSpeaking = false
  notice: Notice | null = null
  cost: Cost | null = null
  followed: Followed = UNFOLLOWED

  constructor(options: ConversationOptions) {
    this.#options = options
  }

  get activity(): Activity {
    if (this.#playback?.busy || this.#sounding !== null) return 'speaking'
    const asked = this.#awaited || this.#responses.size > 0
    return asked && !this.learnerSpeaking ? 'thinking' : 'listening'
  }

  /** The session's turn detection as the server last told it; null is push-to-talk, undefined is not told yet. */
  get turnDetection(): JsonObject | null | undefined {
    return this.#turnDetection
  }

  /** Gives the partner a voice; without one its text counts as heard when it comes. */
  playThrough(playback: Playback): void {
    this.#playback = playback
    this.#onTrack = false
    this.#sounding = null
  }

  /** The partner's voice comes on a track: the server knows what was heard, cuts it off and says so. */
  playOnTrack(): void {
    this.#playback = null
    this.#onTrack = true
  }

  onServer(event: ServerEvent): void {
    this.#apply(event)
    this.#options.onChange()
  }

  onStored(event: ConversationEvent): void {
    this.#applyStored(event)
    this.#options.onChange()
  }

  onReport(report: PlaybackReport): void {
    const busy = this.#playback?.busy
    for (const [itemId, heard] of this.#playback?.take(report) ?? []) this.transcript.heard(itemId, heard)
    if (report.positions.length > 0 || busy !== this.#playback?.busy) this.#options.onChange()
  }

  /** The learner takes the turn by a key or a button: the partner stops at once. */
  async interrupt(): Promise<void> {
    if (this.#responses.size > 0) this.#options.send({ type: 'response.cancel' })
    if (this.#onTrack && this.activity === 'speaking') this.#options.send({ type: 'output_audio_buffer.clear' })
    this.#sounding = null
    this.#cutResponses()
    await this.#stopPlayback()
  }

  /** The learner's audio is complete (push-to-talk): asks for an answer. */
  commitAudio(): void {
    this.#options.send({ type: 'input_audio_buffer.commit' })
    this.#ask()
  }

  async say(text: string, itemId: string): Promise<void> {
    await this.interrupt()
    this.transcript.replace(itemId, 'learner', text, true)
    this.#options.send(createUserText(itemId, text))
    this.#ask()
  }

  /** The line broke. The server lets the partner fall silent then, so what was heard ends here, too. */
  lost(): void {
    this.#cutResponses()
    this.#responses.clear()
    this.#sounding = null
    this.#awaited = false
    this.learnerSpeaking = false
    void this.#stopPlayback()
  }

  #ask(): void {
    this.#options.send({ type: 'response.create' })
    this.#awaited = true
    this.notice = null
    this.#options.onChange()
  }

  /** What each event does. Types that are not here do nothing. */
  readonly #handlers: Handlers = {
    'session.created': ({ session }) => this.#configure(session),
    'session.updated': ({ session }) => this.#configure(session),
    'session.end': ({ reason }) => this.#options.onGoodbye(reason),
    session_end: ({ reason }) => this.#options.onGoodbye(reason),
    'input_audio_buffer.speech_started': ({ itemId }) => this.#learnerStarts(itemId),
    'input_audio_buffer.speech_stopped': () => {
      this.learnerSpeaking = false
    },
    'input_audio_buffer.committed': ({ itemId }) => {
      this.learnerSpeaking = false
      this.#awaited ||= this.#answersByItself()
      this.#learnerItem(itemId)
    },
    'conversation.item.added': ({ item }) => this.#item(item),
    'conversation.item.done': ({ item }) => this.#item(item),
    'conversation.item.deleted': ({ itemId }) => this.transcript.drop(itemId),
    'conversation.item.input_audio_transcription.delta': ({ itemId, delta }) =>
      this.transcript.append(this.#learnerId(itemId), 'learner', delta),
    'conversation.item.input_audio_transcription.updated': ({ itemId, transcript }) =>
      this.transcript.replace(this.#learnerId(itemId), 'learner', transcript),
    'conversation.item.input_audio_transcription.completed': ({ itemId, transcript }) =>
      this.transcript.replace(this.#learnerId(itemId), 'learner', transcript),
    'conversation.item.input_audio_transcription.failed': ({ itemId }) => this.transcript.drop(this.#learnerId(itemId)),
    'response.created': ({ response }) => {
      this.#awaited = false
      this.#responses.add(response.id)
    },
    'response.output_item.added': ({ item, responseId }) => {
      if (!this.#cut.has(responseId)) this.#item(item)
    },
    'response.output_audio.delta': (event) => this.#sound(event),
    'response.output_audio.done': ({ itemId }) => this.#playback?.end(itemId),
    'response.output_audio_transcript.delta': (event) => this.#spokenText(event),
    'response.output_text.delta': (event) => {
      if (!this.#unwanted(event)) this.transcript.append(event.itemId, 'partner', event.delta)
    },
    'response.output_text.done': (event) => {
      if (!this.#unwanted(event)) this.transcript.replace(event.itemId, 'partner', event.text)
    },
    'response.done': (event) => this.#responseDone(event),
    'output_audio_buffer.started': ({ responseId }) => {
      this.#sounding = responseId
    },
    'output_audio_buffer.stopped': () => {
      this.#sounding = null
    },
    'output_audio_buffer.cleared': () => {
      this.#sounding = null
    },
    error: ({ error }) => this.#error(error),
  }

  #apply(event: ServerEvent): void {
    // The table pairs each type with its handler, which TypeScript cannot see through an index.
    const handle = this.#handlers[event.type] as ((event: ServerEvent) => void) | undefined
    handle?.(event)
  }

  #sound(event: ServerEventOf<'response.output_audio.delta'>): void {
    const pcm = this.#unwanted(event) ? null : base64ToPcm16(event.delta)
    if (!pcm) return
    this.#playback?.push(event.itemId, event.contentIndex, pcm)
    this.#options.onAudio?.(pcm)
  }

  #spokenText(event: ServerEventOf<'response.output_audio_transcript.delta'>): void {
    if (this.#unwanted(event)) return
    const { itemId, delta } = event
    if (this.#playback) this.transcript.appendSpoken(itemId, delta, this.#playback.receivedMs(itemId))
    else this.transcript.append(itemId, 'partner', delta)
  }

  #unwanted({ itemId, responseId }: { itemId: string; responseId: string }): boolean {
    return this.#cut.has(responseId) || this.#playback?.isDropped(itemId) === true
  }

  #configure(session: JsonObject): void {
    const detection = at(objectAt(objectAt(session, 'audio'), 'input'), 'turn_detection')
    if (detection !== undefined) this.#turnDetection = isObject(detection) ? detection : null
  }

  #answersByItself(): boolean {
    return this.#turnDetection !== null && at(this.#turnDetection ?? {}, 'create_response') !== false
  }

  #learnerStarts(itemId: string): void {
    this.learnerSpeaking = true
    this.#awaited = false
    this.notice = null
    if (itemId) this.#lastLearnerItem = itemId
    if (at(this.#turnDetection ?? {}, 'interrupt_response') === false) return
    // The server cancels the response by itself; over WebSocket only we know what was heard, so we truncate.
    this.#cutResponses()
    void this.#stopPlayback()
  }

  #cutResponses(): void {
    for (const id of this.#responses) if (id) this.#cut.add(id)
  }

  async #stopPlayback(): Promise<void> {
    if (!this.#playback?.busy) return
    const stopping = this.#playback.cut()
    this.#options.onChange()
    for (const { itemId, contentIndex, heard } of await stopping) {
      this.#options.send(truncateItem(itemId, contentIndex, heard.playedMs))
      this.transcript.cut(itemId, heard)
    }
    this.#options.onChange()
  }

  #responseDone({ response }: ServerEventOf<'response.done'>): void {
    this.#awaited = false
    if (response.id) this.#responses.delete(response.id)
    else this.#responses.clear()
    if (this.#responses.size === 0) this.#playback?.endAll()
    if (response.status !== 'failed') return
    const error = objectAt(response.details, 'error')
    this.notice = { code: textAt(error, 'code') || 'response_failed', message: textAt(error, 'message') }
  }

  #item(item: Item): void {
    if (item.id.startsWith(RESTORED)) return
    if (item.role === 'user') this.#learnerItem(item.id)
    else if (item.role === 'assistant') this.transcript.open(item.id, 'partner')
  }

  #learnerItem(itemId: string): void {
    if (!itemId) return
    this.#lastLearnerItem = itemId
    this.transcript.open(itemId, 'learner')
  }

  /** Some servers leave out which item a transcription belongs to: then it is the last one. */
  #learnerId(itemId: string): string {
    return itemId || this.#lastLearnerItem || 'learner'
  }

  #error(error: ErrorDetail): void {
    this.#awaited = false
    if (HARMLESS.has(error.code)) return
    this.notice = { code: error.code, message: error.message }
  }

  #applyStored(event: ConversationEvent): void {
    const { type, data } = event
    this.followed = follow(this.followed, event)
    // Whatever was warned of has passed by when the talk goes on; on a page that was reloaded, all of it comes again.
    if (type === 'user.speech.started' || (type === 'session.state' && !this.#outlasts(data))) this.notice = null
    if (type === 'user.transcript.final' || type === 'partner.transcript.final') this.#settle(data)
    else if (event.turnId && (type === 'user.transcript.failed' || at(data, 'heard_ms') === 0))
      this.transcript.drop(event.turnId)
    else if (type === 'warning') this.#warn(textAt(data, 'code'), data)
    else if (type === 'usage') this.cost = readCost(data)
    else if (type === 'session.state') this.#enter(textAt(data, 'state'), data)
  }

  /** Who goes on with the talk is told before it does, and is still news then. */
  #outlasts(data: JsonObject): boolean {
    return this.notice?.code === 'failed_over' && at(data, 'state') === 'live'
  }

  #settle(data: JsonObject): void {
    const turn = readTurn(data)
    if (turn) this.transcript.settle(turn)
  }

  #warn(code: string, data: JsonObject): void {
    const message = textAt(data, 'message')
    if (message) this.notice = { code, message }
  }

  #enter(state: string, data: JsonObject): void {
    if (state === 'draining' || state === 'reconnecting') this.#warn(state, data)
    if (state === 'ended' || state === 'interrupted')
      this.#options.onEnded(textAt(data, 'reason') || state, textAt(data, 'message'))
  }
}

function readCost(data: JsonObject): Cost {
  const session = objectAt(data, 'session')
  return {
    usd: numberAt(session, 'cost_usd'),
    unknown: flagAt(session, 'unknown'),
    estimated: flagAt(session, 'estimated'),
    free: flagAt(data, 'free'),
  }
}
