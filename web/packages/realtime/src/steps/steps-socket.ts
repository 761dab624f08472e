/**
 * A talk over plain requests that looks like a WebSocket, for networks that let neither WebRTC nor a WebSocket through.
 *
 * What is said is sent when it is over (`/voice-agent/transcribe`), the answer asked for (`/voice-agent/chat`) and its
 * voice fetched (`/voice-agent/tts-stream`); it plays while it comes. Events are those of Realtime, made here.
 *
 * | client event              | becomes                                                          |
 * |---------------------------|------------------------------------------------------------------|
 * | append                    | an utterance, ended by silence, or by commit (push-to-talk)      |
 * | item.create, then create  | a reply to a text                                                |
 * | cancel, truncate          | the streams are closed, and the server told what was heard       |
 */
import { type Api, ApiError } from '../api.ts'
import { base64ToPcm16, pcm16ToBase64 } from '../audio/base64.ts'
import { samplesToMs, WIRE_RATE_HZ } from '../audio/pcm.ts'
import { type Socket, TAKEN_OVER } from '../connection.ts'
import { Lines } from '../event-stream.ts'
import {
  at,
  flagAt,
  isObject,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  parseObject,
  textAt,
} from '../protocol/json.ts'
import { joined, UtteranceFinder } from './utterance-finder.ts'

export interface StepsOptions {
  api: Api
  sessionId: string
  /** By what the server knows this page. */
  caller: string
}

const PATIENCE_MS = 700
/** What is spoken is sent in pieces of this while it goes on: little is left to send when it is over. */
const PIECE_MS = 2000
const ENDED = 1000
const BROKEN = 1006
const WAV_HEADER = 44
/** HTTP status of a server that is being stopped; the next one goes on with the session. */
const RESTARTING = 503
const DETECTION: JsonObject = { type: 'server_vad', silence_duration_ms: PATIENCE_MS }

/** What was written instead of spoken. */
interface Typed {
  id: string
  text: string
}
const NOTHING: Typed = { id: '', text: '' }

/** What the partner says in one go, and how to stop it. */
interface Reply {
  id: string
  item: string
  abort: AbortController
  /** Words that wait for the sound before them. */
  words: { text: string; atMs: number }[]
  sound: Int16Array[]
  receivedMs: number
}

export class StepsSocket implements Socket {
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: never) => void) | null = null
  readonly bufferedAmount = 0
  readonly #options: StepsOptions
  readonly #finder = new UtteranceFinder(PATIENCE_MS)
  /** Null is push-to-talk. */
  #detection: JsonObject | null = DETECTION
  #state = 0
  #held: Int16Array[] = []
  #typed: Typed = NOTHING
  #reply: Reply | null = null
  /** Requests about what the learner says go one after the other. */
  #sending: Promise<unknown> = Promise.resolve()

  constructor(options: StepsOptions) {
    this.#options = options
    void this.#step(() => this.#begin())
  }

  get readyState(): number {
    return this.#state
  }

  send(data: string): void {
    const event = parseObject(data)
    if (event) this.#handlers[textAt(event, 'type')]?.(event)
  }

  close(code = ENDED, reason = ''): void {
    const open = this.#state === 1
    this.#finish(code, reason)
    if (!open) return
    const query = new URLSearchParams({ caller: this.#options.caller, over: String(reason === 'end') })
    void this.#post(`${this.#path('leave')}?${query}`, { keepalive: true }).catch(() => {})
  }

  // ---- what the client sends

  /** What each event of the client does. Types that are not here do nothing. */
  readonly #handlers: Record<string, (event: JsonObject) => void> = {
    'session.update': (event) => this.#configure(objectAt(objectAt(objectAt(event, 'session'), 'audio'), 'input')),
    'input_audio_buffer.append': (event) => this.#hear(base64ToPcm16(textAt(event, 'audio'))),
    'input_audio_buffer.clear': () => {
      this.#held = []
    },
    'input_audio_buffer.commit': () => this.#commit(joined(this.#held.splice(0))),
    'conversation.item.create': (event) => {
      const item = objectAt(event, 'item')
      this.#typed = { id: textAt(item, 'id'), text: textAt(objectsAt(item, 'content')[0] ?? {}, 'text') }
    },
    'response.create': () => {
      const typed = this.#typed
      this.#typed = NOTHING
      this.#ask(typed)
    },
    'response.cancel': () => this.#stop(),
    'conversation.item.truncate': (event) => this.#truncate(textAt(event, 'item_id'), numberAt(event, 'audio_end_ms')),
    'session.end': () => this.close(ENDED, 'end'),
  }

  #configure(input: JsonObject): void {
    const wanted = at(input, 'turn_detection')
    if (wanted !== undefined) this.#detection = isObject(wanted) ? wanted : null
    this.#finder.patienceMs = numberAt(this.#detection ?? {}, 'silence_duration_ms', PATIENCE_MS)
    this.#finder.reset()
    this.#held = []
    this.#tellSession('session.updated')
  }

  #hear(pcm: Int16Array | null): void {
    if (!pcm) return
    if (!this.#detection) {
      // The last chunk stays for the commit, which needs one.
      if (samplesToMs(this.#held.reduce((sum, { length }) => sum + length, 0)) >= PIECE_MS)
        this.#upload(joined(this.#held.splice(0)))
      this.#held.push(pcm)
      return
    }
    this.#finder.wary = this.#reply !== null
    for (const found of this.#finder.feed(pcm)) {
      if (found === 'began') {
        this.#stop()
        this.#tell({ type: 'input_audio_buffer.speech_started', item_id: '' })
      } else {
        this.#tell({ type: 'input_audio_buffer.speech_stopped', item_id: '' })
        this.#tell({ type: 'input_audio_buffer.committed', item_id: '' })
        this.#commit(found)
        this.#ask(NOTHING, true)
      }
    }
    if (this.#finder.waitingMs >= PIECE_MS) this.#upload(this.#finder.take())
  }

  // ---- the three steps

  async #begin(): Promise<void> {
    const { caller } = this.#options
    const response = await this.#post(`${this.#path('begin')}?${new URLSearchParams({ caller })}`)
    const begun = (await response.json()) as JsonObject
    if (this.#state !== 0) return
    this.#state = 1
    this.onopen?.(undefined as never)
    this.#tellSession('session.created')
    if (flagAt(begun, 'reply')) this.#ask(NOTHING)
  }

  #upload(pcm: Int16Array<ArrayBuffer>, more = true): void {
    const { sessionId, caller } = this.#options
    const query = new URLSearchParams({ session_id: sessionId, caller, more: String(more) })
    this.#queue(async () => {
      const response = await this.#post(`/voice-agent/transcribe?${query}`, {
        body: wav(pcm),
        headers: { 'Content-Type': 'audio/wav' },
      })
      if (!more) this.#understood((await response.json()) as JsonObject)
    })
  }

  #commit(pcm: Int16Array<ArrayBuffer>): void {
    this.#typed = NOTHING
    this.#heardNothing = false
    this.#upload(pcm, false)
  }

  /** The last utterance had no words. */
  #heardNothing = false

  #understood(told: JsonObject): void {
    const item = textAt(told, 'item_id')
    const text = textAt(told, 'text')
    this.#heardNothing = text === ''
    this.#tell({ type: 'conversation.item.added', item: { id: item, type: 'message', role: 'user' } })
    const type = `conversation.item.input_audio_transcription.${text ? 'completed' : 'failed'}`
    this.#tell({ type, item_id: item, content_index: 0, transcript: text })
  }

  /** Has the partner speak, after everything that was said before. `unlessNothing`: mere noise needs no answer. */
  #ask(typed: Typed, unlessNothing = false): void {
    this.#stop()
    const abort = new AbortController()
    const reply: Reply = { id: '', item: '', abort, words: [], sound: [], receivedMs: 0 }
    this.#reply = reply
    this.#queue(async () => {
      if (abort.signal.aborted) return
      if (unlessNothing && this.#heardNothing) return this.#over(reply, 'completed')
      // The stream goes on for as long as the partner speaks; who begins to speak meanwhile does not wait for its end.
      void this.#step(() => this.#words(reply, typed))
    })
  }

  async #words(reply: Reply, typed: Typed): Promise<void> {
    const { sessionId, caller } = this.#options
    const said = { session_id: sessionId, caller, stream: true, message: typed.text, item_id: typed.id || null }
    let voice: Promise<void> | null = null
    let status = 'failed'
    try {
      for await (const event of this.#events('/voice-agent/chat', said, reply.abort.signal)) {
        const type = textAt(event, 'type')
        if (type === 'begun') {
          reply.id = textAt(event, 'response_id')
          this.#tell({ type: 'response.created', response: { id: reply.id, status: 'in_progress' } })
          voice = this.#voice(reply)
          voice.catch(() => {}) // waited for below, unless the words break off first
        } else if (type === 'delta') this.#word(reply, event)
        else if (type === 'done') status = textAt(event, 'status')
        else
          throw new ApiError(textAt(objectAt(event, 'error'), 'code'), textAt(objectAt(event, 'error'), 'message'), 502)
      }
      await voice
    } finally {
      if (this.#reply === reply) this.#over(reply, status)
    }
  }

  async #voice(reply: Reply): Promise<void> {
    const { sessionId, caller } = this.#options
    const wanted = { session_id: sessionId, caller, response_id: reply.id, format: 'pcm' }
    const { signal } = reply.abort
    const response = await this.#post('/voice-agent/tts-stream', { ...json(wanted), signal })
    const reader = response.body?.getReader()
    let rest: Uint8Array = new Uint8Array(0)
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true }
      if (done || !value) break
      const bytes = new Uint8Array(rest.length + value.length)
      bytes.set(rest)
      bytes.set(value, rest.length)
      const whole = bytes.length - (bytes.length % 2)
      rest = bytes.slice(whole)
      if (whole) reply.sound.push(new Int16Array(bytes.buffer.slice(0, whole)))
      this.#pass(reply)
    }
  }

  // ---- a reply on its way

  #word(reply: Reply, event: JsonObject): void {
    const item = textAt(event, 'item_id')
    if (reply.item === '' && item !== '') {
      reply.item = item
      const made = { id: item, type: 'message', role: 'assistant' }
      this.#tell({ type: 'response.output_item.added', response_id: reply.id, output_index: 0, item: made })
    }
    reply.words.push({ text: textAt(event, 'text'), atMs: numberAt(event, 'at_ms') })
    this.#pass(reply)
  }

  /** Passes on what has come, each word just before the sound that begins with it. */
  #pass(reply: Reply): void {
    if (this.#reply !== reply || reply.item === '') return
    this.#passWords(reply, reply.receivedMs)
    for (const pcm of reply.sound.splice(0)) {
      this.#tell({ type: 'response.output_audio.delta', ...part(reply), delta: pcm16ToBase64(pcm) })
      reply.receivedMs += samplesToMs(pcm.length)
      this.#passWords(reply, reply.receivedMs)
    }
  }

  #passWords(reply: Reply, untilMs: number): void {
    for (let first = reply.words[0]; first && first.atMs <= untilMs; first = reply.words[0]) {
      reply.words.shift()
      this.#tell({ type: 'response.output_audio_transcript.delta', ...part(reply), delta: first.text })
    }
  }

  #over(reply: Reply, status: string): void {
    this.#pass(reply)
    this.#passWords(reply, Number.POSITIVE_INFINITY)
    this.#reply = null
    if (reply.item) this.#tell({ type: 'response.output_audio.done', ...part(reply) })
    this.#tell({ type: 'response.done', response: { id: reply.id, status } })
  }

  /** Lets go of the reply that is on its way; the server hears of it by the closed streams. */
  #stop(): void {
    const reply = this.#reply
    if (!reply) return
    this.#reply = null
    reply.abort.abort()
    if (reply.id) this.#tell({ type: 'response.done', response: { id: reply.id, status: 'cancelled' } })
  }

  #truncate(item: string, heardMs: number): void {
    const heard = { item_id: item, heard_ms: heardMs, caller: this.#options.caller }
    void this.#step(() => this.#post(this.#path('interrupt'), json(heard)))
  }

  // ---- requests

  /** Does it when everything before is done. */
  #queue(action: () => Promise<unknown>): void {
    this.#sending = this.#sending.then(() => (this.#state === 1 ? this.#step(action) : undefined))
  }

  /** What goes wrong in a step is said, and ends the talk only where there is none any more. */
  async #step(action: () => Promise<unknown>): Promise<void> {
    try {
      await action()
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return
      const { code, message, status } = error instanceof ApiError ? error : new ApiError('', String(error), 0)
      if (code === 'taken_over') this.#finish(TAKEN_OVER, message)
      else if (code === 'session_ended') this.#finish(ENDED, message)
      else if (status === 0 || status === RESTARTING || this.#state === 0) this.#finish(BROKEN, message)
      else {
        this.#stop()
        this.#tell({ type: 'error', error: { type: 'server_error', code, message } })
      }
    }
  }

  #post(path: string, init: RequestInit = {}): Promise<Response> {
    return this.#options.api.send('POST', path, init)
  }

  async *#events(path: string, body: JsonObject, signal: AbortSignal): AsyncGenerator<JsonObject> {
    const response = await this.#post(path, { ...json(body), signal })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const lines = new Lines()
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true }
      if (done || value === undefined) return
      for (const data of lines.feed(value)) {
        const event = parseObject(data)
        if (event) yield event
      }
    }
  }

  #path(action: string): string {
    return `/voice-agent/sessions/${encodeURIComponent(this.#options.sessionId)}/${action}`
  }

  // ---- what the client is told

  #tellSession(type: string): void {
    this.#tell({ type, session: { type: 'realtime', audio: { input: { turn_detection: this.#detection } } } })
  }

  #tell(event: JsonObject): void {
    if (this.#state === 1) this.onmessage?.({ data: JSON.stringify(event) })
  }

  #finish(code: number, reason: string): void {
    if (this.#state === 3) return
    this.#stop()
    this.#state = 3
    // Like a socket's: never from within the call that closed it.
    queueMicrotask(() => this.onclose?.({ code, reason }))
  }
}

const part = ({ id, item }: Reply) => ({ response_id: id, item_id: item, output_index: 0, content_index: 0 })

const json = (body: JsonObject): RequestInit => ({
  body: JSON.stringify(body),
  headers: { 'Content-Type': 'application/json' },
})

/** A WAV file: mono, 16 bits, 24 kHz. */
function wav(pcm: Int16Array<ArrayBuffer>): Blob {
  const header = new DataView(new ArrayBuffer(WAV_HEADER))
  const text = (at: number, words: string) => {
    for (let i = 0; i < words.length; i++) header.setUint8(at + i, words.charCodeAt(i))
  }
  text(0, 'RIFF')
  header.setUint32(4, WAV_HEADER - 8 + pcm.byteLength, true)
  text(8, 'WAVEfmt ')
  header.setUint32(16, 16, true)
  header.setUint16(20, 1, true)
  header.setUint16(22, 1, true)
  header.setUint32(24, WIRE_RATE_HZ, true)
  header.setUint32(28, WIRE_RATE_HZ * 2, true)
  header.setUint16(32, 2, true)
  header.setUint16(34, 16, true)
  text(36, 'data')
  header.setUint32(40, pcm.byteLength, true)
  return new Blob([header, pcm])
}
