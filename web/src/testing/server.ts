/** A stand-in for the server in tests: routes answer with data, and what was asked is kept. */
import { vi } from 'vitest'

type Answer = unknown | ((request: Asked) => unknown)

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}

/** An answer that is an error, in the server's shape. */
export class Refusal {
  readonly status: number
  readonly code: string
  readonly message: string

  constructor(status: number, code: string, message: string) {
    this.status = status
    this.code = code
    this.message = message
  }
}

/** No answer at all. */
export const GONE = Symbol('gone')

/** Replaces `fetch`. Keys are `METHOD /path`; a path that is not there is an error of the test. */
export function serve(routes: Record<string, Answer>): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = new URL(String(input instanceof Request ? input.url : input), 'http://localhost')
    const method = init.method ?? 'GET'
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const request = { method, path: url.pathname, query: url.searchParams, body }
    asked.push(request)
    const route = routes[`${method} ${url.pathname}`]
    if (route === undefined) throw new Error(`The test has no answer for ${method} ${url.pathname}`)
    return respond(await (typeof route === 'function' ? route(request) : route))
  })
  return asked
}

function respond(answer: unknown): Response {
  if (answer === GONE) throw new TypeError('fetch failed')
  if (answer instanceof Response) return answer
  if (answer instanceof Refusal) {
    const { status, code, message } = answer
    return Response.json({ error: { code, message, type: 'error' } }, { status })
  }
  return answer === null ? new Response(null, { status: 204 }) : Response.json(answer)
}
