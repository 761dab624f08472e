/** Thin fetch: JSON in, JSON out, and errors that a page can explain. */

/** The server answered with an error: its own code and sentence. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly param: string | undefined

  constructor(status: number, code: string, message: string, param?: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.param = param
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
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
  /** `respond-async`: the answer may be where to look for it. */
  prefer?: 'respond-async'
}

/** Ask the server. The type is what the route documents; `src/api/types.ts` names it. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options)
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T
  throw await refusal(response)
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
    throw new Unreachable(!navigator.onLine, cause)
  }
}

/** A proxy in front of a stopped server answers 502 to 504 without our error shape: nobody is there. */
export async function refusal(response: Response): Promise<Error> {
  const text = await response.text().catch(() => '')
  const error = parse(text)?.error
  if (error) return new ApiError(response.status, error.code, error.message, error.param)
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
