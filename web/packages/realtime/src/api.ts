/** The few requests that a call makes, and the means for an app to make its own. */
import { at, isObject, type Json, type JsonObject, objectAt, parseObject, textAt } from './protocol/json.ts'

export interface ApiOptions {
  /** Where the server is, such as `http://localhost:8000`; the page's own origin without. */
  baseUrl?: string | undefined
  /** Bearer token, for servers that want one. */
  token?: string | undefined
  fetch?: typeof globalThis.fetch | undefined
}

/** A request that did not succeed. `status` 0: the server was not reached. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status: number, cause?: unknown) {
    super(message, { cause })
    this.name = 'ApiError'
    this.code = code
    this.status = status
  }
}

/** A session as the server tells it; times are Unix milliseconds. */
export interface SessionInfo {
  id: string
  state: string
  end_reason: string | null
  scenario_id: string | null
}

/** What a path is asked with; what is undefined is left out. */
export type Query = Record<string, string | number | boolean | undefined>

export interface NewSession {
  scenario_id?: string | undefined
  language?: string | undefined
  patience_ms?: number | undefined
  push_to_talk?: boolean | undefined
  voice?: string | undefined
  recording?: boolean | undefined
  /** Of a hosted service; retired names are mapped. */
  model?: string | undefined
  /** Who the partner of a free conversation is. */
  instructions?: string | undefined
}

export class Api {
  readonly #base: string
  readonly #token: string | undefined
  readonly #fetch: typeof globalThis.fetch

  constructor(options: ApiOptions = {}) {
    this.#base = (options.baseUrl ?? '').replace(/\/+$/, '')
    this.#token = options.token
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis)
  }

  get headers(): Record<string, string> {
    return this.#token ? { Authorization: `Bearer ${this.#token}` } : {}
  }

  /** Absolute URL of a path of the server, where the page knows its own address. */
  url(path: string): string {
    return `${this.#base}${path}`
  }

  /** WebSocket URL of a path, with the query's defined values. */
  socketUrl(path: string, query: Query = {}): string {
    return new URL(this.url(path + search(query)), globalThis.location?.href).href.replace('http', 'ws')
  }

  /** Browsers send no headers with a WebSocket, so a token travels as a subprotocol. */
  get socketProtocols(): string[] {
    return this.#token ? ['realtime', `openai-insecure-api-key.${this.#token}`] : []
  }

  /** Sends a request whose answer may be streamed. Rejects with `ApiError`. */
  async send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...this.headers, ...(init.headers as Record<string, string> | undefined) }
    let response: Response
    try {
      response = await this.#fetch(this.url(path), { credentials: 'same-origin', ...init, method, headers })
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error
      throw new ApiError('unreachable', 'The server does not answer.', 0, error)
    }
    if (!response.ok) throw await refusal(response)
    return response
  }

  /** Sends JSON and reads JSON; the caller says which shape it expects. Rejects with `ApiError`. */
  async request<T = Json>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const json =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
    const response = await this.send(method, path, { ...json, ...(signal && { signal }) })
    const text = await response.text()
    try {
      return (text === '' ? null : JSON.parse(text)) as T
    } catch (error) {
      throw new ApiError(
        'invalid_answer',
        'The server answered with something that is no JSON.',
        response.status,
        error,
      )
    }
  }

  createSession(wanted: NewSession): Promise<SessionInfo> {
    return this.request('POST', '/api/sessions', wanted)
  }

  session(id: string): Promise<SessionInfo> {
    return this.request('GET', `/api/sessions/${encodeURIComponent(id)}`)
  }

  /** Posts an SDP offer; resolves to the answer. Rejects with `ApiError`. */
  async exchangeOffer(query: Query, offer: string, signal: AbortSignal): Promise<string> {
    const headers = { 'Content-Type': 'application/sdp' }
    const path = `/realtime/webrtc-offer${search(query)}`
    const response = await this.send('POST', path, { body: offer, headers, signal })
    return response.text()
  }

  /** STUN and TURN servers that this server wants used; none when it does not say. */
  async iceServers(): Promise<RTCIceServer[]> {
    const config = await this.request<JsonObject>('GET', '/api/config').catch((): JsonObject => ({}))
    const servers = at(config, 'ice_servers')
    return Array.isArray(servers) ? (servers as unknown as RTCIceServer[]) : []
  }

  /** Ends a live session; one that is over already is fine. */
  forceStop(id: string): Promise<{ session_id: string; state: string; end_reason: string | null }> {
    return this.request('POST', `/force-stop/${encodeURIComponent(id)}`)
  }
}

/** The query's defined values, with the question mark. */
function search(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length ? `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}` : ''
}

async function refusal(response: Response): Promise<ApiError> {
  const body: JsonObject = parseObject(await response.text().catch(() => '')) ?? {}
  const error = objectAt(body, 'error')
  const detail = at(body, 'detail')
  const message = textAt(error, 'message') || (typeof detail === 'string' ? detail : '')
  const code =
    textAt(error, 'code') ||
    textAt(error, 'type') ||
    (isObject(at(body, 'error')) ? 'error' : `http_${response.status}`)
  return new ApiError(code, message || `The server answered ${response.status}.`, response.status)
}
