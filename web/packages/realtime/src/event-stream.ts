/**
 * The event stream of a session: conversation events in order, stored ones first, then live.
 *
 * Server-sent events read with `fetch`, because `EventSource` sends no `Authorization` header and does not say why it
 * was refused. It resumes by itself with `Last-Event-ID`, so no event is missed and none comes twice.
 */
import { type Api, ApiError } from './api.ts'
import { later } from './later.ts'
import { type JsonObject, numberAt, objectAt, parseObject, textAt } from './protocol/json.ts'

/** One event of `GET /api/sessions/{id}/events`. Times are milliseconds on the session clock. */
export interface ConversationEvent {
  seq: number
  type: string
  tMs: number
  /** Unix milliseconds of the server. */
  tWall: number
  speaker: 'learner' | 'partner' | null
  turnId: string | null
  data: JsonObject
}

export interface EventStreamOptions {
  api: Api
  sessionId: string
  onEvent: (event: ConversationEvent) => unknown
  /** The server refuses for good: no such session, not ours. */
  onRefused?: ((error: ApiError) => void) | undefined
  /** The stream broke off; it is opened again by itself. */
  onBroken?: (() => void) | undefined
  /** First pause before trying again; it doubles up to 5 s. */
  retryMs?: number | undefined
}

const LONGEST_PAUSE_MS = 5000
const NO_CONTENT = 204

export class EventStream {
  readonly #options: EventStreamOptions
  #stop = new AbortController()
  #lastSeq = 0
  #wasIn = false

  constructor(options: EventStreamOptions) {
    this.#options = options
  }

  /** Reads until `close`; returns when there is nothing more to try. */
  async run(): Promise<void> {
    const { retryMs = 500, onRefused, onBroken } = this.#options
    const { signal } = this.#stop
    const closed = new Promise((resolve) => signal.addEventListener('abort', resolve))
    let pause = retryMs
    while (!signal.aborted) {
      try {
        const more = await this.#read(signal, () => {
          pause = retryMs
        })
        if (!more) return
      } catch (error) {
        if (error instanceof ApiError && this.#isFinal(error.status)) {
          onRefused?.(error)
          return
        }
      }
      if (signal.aborted) return
      onBroken?.()
      await Promise.race([later(pause), closed])
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }

  close(): void {
    this.#stop.abort()
  }

  /** Who was let in once and is signed out in the middle of a talk may sign in again beside it. */
  #isFinal(status: number): boolean {
    return [400, 403, 404].includes(status) || (status === 401 && !this.#wasIn)
  }

  /** Reads one answer to its end; false when the server has nothing more to tell. */
  async #read(signal: AbortSignal, alive: () => void): Promise<boolean> {
    const { api, sessionId } = this.#options
    const headers: Record<string, string> = { Accept: 'text/event-stream' }
    if (this.#lastSeq > 0) headers['Last-Event-ID'] = String(this.#lastSeq)
    const path = `/api/sessions/${encodeURIComponent(sessionId)}/events`
    const response = await api.send('GET', path, { headers, signal, cache: 'no-store' })
    this.#wasIn = true
    if (response.status === NO_CONTENT) return false
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const lines = new Lines()
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true }
      if (done || value === undefined) return true
      alive()
      for (const event of lines.feed(value)) this.#take(event)
    }
  }

  #take(data: string): void {
    const body = parseObject(data)
    if (!body) return
    const seq = numberAt(body, 'seq')
    if (seq > 0 && seq <= this.#lastSeq) return
    this.#lastSeq = Math.max(this.#lastSeq, seq)
    const speaker = textAt(body, 'speaker')
    this.#options.onEvent({
      seq,
      type: textAt(body, 'type'),
      tMs: numberAt(body, 't_ms'),
      tWall: numberAt(body, 't_wall'),
      speaker: speaker === 'learner' || speaker === 'partner' ? speaker : null,
      turnId: textAt(body, 'turn_id') || null,
      data: objectAt(body, 'data'),
    })
  }
}

/** Cuts a stream of text into the `data` of server-sent events (HTML standard, section 9.2.6). */
export class Lines {
  #rest = ''
  #data: string[] = []

  feed(text: string): string[] {
    const found: string[] = []
    // A carriage return at the end may be half of a line end.
    const parts = (this.#rest + text).split(/\r\n|\n|\r(?!$)/)
    this.#rest = parts.pop() ?? ''
    for (const line of parts) {
      if (line === '' && this.#data.length > 0) {
        found.push(this.#data.join('\n'))
        this.#data = []
      } else if (line.startsWith('data:')) this.#data.push(line.slice(5).replace(/^ /, ''))
    }
    return found
  }
}
