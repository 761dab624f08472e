import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { JsonObject } from '../../src/protocol/json.ts'

/** A small server with the routes that a call uses: real sockets, and nothing happens unless the test says so. */
export class TestServer {
  readonly #http: Server = createServer((request, response) => void this.#answer(request, response))
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'realtime' })
  readonly #streams = new Set<ServerResponse>()
  readonly #waiting = new Set<() => void>()
  /** Parsed text messages of the clients, in order, over all connections. */
  readonly received: JsonObject[] = []
  /** One entry for each upgrade. */
  readonly upgrades: { url: URL; protocols: string }[] = []
  readonly requests: { method: string; url: URL; headers: IncomingMessage['headers']; body: JsonObject }[] = []
  readonly events: JsonObject[] = []
  readonly closings: { code: number; reason: string }[] = []
  socket: WebSocket | null = null
  /** Sent as soon as a socket is open. */
  greeting: JsonObject | null = { type: 'session.created', session: { audio: { input: { turn_detection: VAD } } } }
  session: JsonObject = { state: 'live', end_reason: null }
  endsOnGoodbye = true
  refuseUpgrade = false
  refuse: { status: number; body: JsonObject } | null = null
  /** To every SDP offer; refused without. */
  answer: string | null = null
  readonly offers: string[] = []
  /** Who offered, as they say. */
  readonly callers: (string | null)[] = []
  base = ''

  async start(): Promise<void> {
    this.#http.on('upgrade', (request, socket, head) => {
      if (this.refuseUpgrade) return void socket.destroy()
      this.upgrades.push({
        url: new URL(request.url ?? '', 'http://x'),
        protocols: request.headers['sec-websocket-protocol'] ?? '',
      })
      this.#sockets.handleUpgrade(request, socket, head, (ws) => this.#connected(ws))
    })
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve))
    this.base = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate()
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  send(event: JsonObject): void {
    this.socket?.send(JSON.stringify(event))
    this.#changed()
  }

  /** Adds to the session's event stream. */
  store(type: string, data: JsonObject, more: JsonObject = {}): void {
    const event = { v: 1, session_id: 's', seq: this.events.length + 1, t_ms: 0, t_wall: 0, type, data, ...more }
    this.events.push(event)
    for (const stream of this.#streams) stream.write(asSse(event))
  }

  dropStreams(): void {
    for (const stream of this.#streams) stream.destroy()
    this.#streams.clear()
  }

  /** Messages of one type that have come. */
  sent(type: string): JsonObject[] {
    return this.received.filter((message) => Reflect.get(message, 'type') === type)
  }

  /** Resolves when `condition` holds; it is looked at whenever something comes in. */
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

  #changed(): void {
    for (const check of [...this.#waiting]) check()
  }

  #connected(ws: WebSocket): void {
    this.socket = ws
    ws.on('message', (data) => {
      this.received.push(JSON.parse(String(data)))
      this.#changed()
    })
    ws.on('close', (code, reason) => {
      this.closings.push({ code, reason: String(reason) })
      if (code === 1000 && String(reason) === 'end' && this.endsOnGoodbye)
        this.store('session.state', { state: 'ended', reason: 'completed' })
      this.#changed()
    })
    if (this.greeting) ws.send(JSON.stringify(this.greeting))
    this.#changed()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://x')
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    if (url.pathname === '/realtime/webrtc-offer') return this.#offered(url, String(Buffer.concat(parts)), response)
    const body = parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString()) : {}
    this.requests.push({ method: request.method ?? '', url, headers: request.headers, body })
    this.#changed()
    if (url.pathname.endsWith('/events')) return this.#stream(request, response)
    response.setHeader('Content-Type', 'application/json')
    if (this.refuse) {
      response.statusCode = this.refuse.status
      response.end(JSON.stringify(this.refuse.body))
    } else if (request.method === 'POST' && url.pathname === '/api/sessions') {
      response.statusCode = 201
      response.end(JSON.stringify({ id: 'made', ...this.session }))
    } else if (url.pathname.startsWith('/force-stop/')) {
      response.end(JSON.stringify({ session_id: 's', state: 'ended', end_reason: 'stopped' }))
      this.store('session.state', { state: 'ended', reason: 'stopped' })
    } else response.end(JSON.stringify({ id: 's', ...this.session }))
  }

  #offered(url: URL, offer: string, response: ServerResponse): void {
    this.offers.push(offer)
    this.callers.push(url.searchParams.get('caller'))
    response.writeHead(this.answer ? 200 : 503, { 'Content-Type': this.answer ? 'text/plain' : 'application/json' })
    response.end(this.answer ?? JSON.stringify({ error: { code: 'webrtc_off', message: 'There is no WebRTC here.' } }))
    this.#changed()
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write(': hello\n\n')
    const after = Number(request.headers['last-event-id'] ?? 0)
    for (const event of this.events.slice(after)) response.write(asSse(event))
    this.#streams.add(response)
    response.on('close', () => this.#streams.delete(response))
  }
}

export const VAD: JsonObject = {
  type: 'server_vad',
  threshold: 0.5,
  silence_duration_ms: 500,
  create_response: true,
  interrupt_response: true,
}

const asSse = (event: JsonObject) =>
  `id: ${Reflect.get(event, 'seq')}\nevent: ${Reflect.get(event, 'type')}\ndata: ${JSON.stringify(event)}\n\n`
