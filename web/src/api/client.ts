/** Thin fetch: JSON in, JSON out, and errors that a page can explain. */
import { reachable } from '@/api/reachable'
import { noteRefusal } from '@/api/signed-out'

/** The server answered with an error: its own code and sentence. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly param: string | undefined
  /** Seconds after which it may be tried again. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, message: string, param?: string, retryAfter?: number) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.param = param
    this.retryAfter = retryAfter
  }
}

/** No answer came: the server is gone, or the network is. */
export class Unreachable extends Error {
  readonly offline: boolean

  constructor(offline: boolean, cause: unknown) {
    super(offline ? 'offline' : 'unreachable', { cause })
    this.name = 'Unreachable'
    this.offline = offline
  }
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
  /** `respond-async`: the answer may be where to look for it. */
  prefer?: 'respond-async'
}

/** Ask the server. The type is what the route documents; `src/api/types.ts` names it. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options)
  const error = response.ok ? null : await refusal(response)
  reachable.set(!(error instanceof Unreachable))
  if (error === null) return (response.status === 204 ? undefined : await response.json()) as T
  throw error
}

async function send(path: string, { method = 'GET', body, signal, prefer }: RequestOptions): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(prefer ? { prefer } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    reachable.set(false)
    throw new Unreachable(!navigator.onLine, cause)
  }
}

/** A proxy in front of a stopped server answers 502 to 504 without our error shape: nobody is there. */
export async function refusal(response: Response): Promise<Error> {
  const text = await response.text().catch(() => '')
  const error = parse(text)?.error
  noteRefusal(response.status, error?.code)
  const after = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfter = Number.isFinite(after) ? after : undefined
  if (error) return new ApiError(response.status, error.code, error.message, error.param, retryAfter)
  if (response.status >= 502 && response.status <= 504) return new Unreachable(false, response.status)
  return new ApiError(response.status, `http_${response.status}`, response.statusText || String(response.status))
}

function parse(text: string): { error?: { code: string; message: string; param?: string } } | undefined {
  try {
    const data: unknown = JSON.parse(text)
    return typeof data === 'object' && data !== null ? data : undefined
  } catch {
    return undefined
  }
}
