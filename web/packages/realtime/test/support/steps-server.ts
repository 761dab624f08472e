import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JsonObject } from '../../src/protocol/json.ts'

/** A server of the three steps: says what it was told to, and keeps what it was asked. */
export class StepsServer {
  readonly #http: Server = createServer((request, response) => void this.#answer(request, response))
  readonly #waiting = new Set<() => void>()
  readonly asked: { path: string; query: URLSearchParams; body: Buffer }[] = []
  /** Requests whose client went before the answer was complete. */
  readonly left: string[] = []
  opens = false
  hears = 'good morning'
  refuse: { path: string; status: number; code: string } | null = null
  /** Words of the reply, each with 100 ms of sound. */
  says = ['Well', ' then.']
  /** A reply that does not end by itself. */
  endless = false
  base = ''

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve))
    this.base = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  /** The bodies of the requests for one step, as JSON. */
  json(path: string): JsonObject[] {
    return this.asked.filter((one) => one.path.endsWith(path)).map(({ body }) => JSON.parse(String(body)))
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return
        this.#waiting.delete(check)
        resolve()
      }
      this.#waiting.add(check)
      check()
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x')
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    this.asked.push({ path: pathname, query: searchParams, body: Buffer.concat(parts) })
    response.on('close', () => {
      if (!response.writableEnded) this.left.push(pathname)
      this.#changed()
    })
    this.#changed()
    const { refuse } = this
    if (refuse && pathname.endsWith(refuse.path)) {
      response.writeHead(refuse.status, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ error: { code: refuse.code, message: 'Not like this.' } }))
    } else if (pathname.endsWith('/begin')) response.end(JSON.stringify({ session_id: 's', reply: this.opens }))
    else if (pathname.endsWith('/transcribe')) response.end(JSON.stringify({ text: this.hears, item_id: 'said' }))
    else if (pathname.endsWith('/chat')) this.#chat(response)
    else if (pathname.endsWith('/tts-stream')) this.#voice(response)
    else response.writeHead(204).end()
  }

  #chat(response: ServerResponse): void {
    const tell = (event: JsonObject) => response.write(`data: ${JSON.stringify(event)}\n\n`)
    tell({ type: 'begun', response_id: 'r1' })
    this.says.forEach((text, at) => {
      tell({ type: 'delta', text, item_id: 'reply', at_ms: at * 100 })
    })
    if (this.endless) return
    tell({ type: 'done', status: 'completed', text: this.says.join(''), item_id: 'reply', response_id: 'r1' })
    response.end()
  }

  #voice(response: ServerResponse): void {
    const sound = Buffer.from(voice(100 * this.says.length).buffer)
    response.write(sound.subarray(0, 1001)) // in the middle of a sample
    response.write(sound.subarray(1001))
    if (!this.endless) response.end()
  }

  #changed(): void {
    for (const check of [...this.#waiting]) check()
  }
}

/** `ms` of a tone at 24 kHz; `level` is its root mean square. */
export function voice(ms: number, level = 0.2): Int16Array<ArrayBuffer> {
  return Int16Array.from({ length: ms * 24 }, (_, at) => Math.sin(at / 9) * level * Math.SQRT2 * 32767)
}

/** `ms` of a quiet room. */
export function noise(ms: number, level = 0.001): Int16Array<ArrayBuffer> {
  return Int16Array.from({ length: ms * 24 }, (_, at) => (at % 2 ? level : -level) * 32767)
}
