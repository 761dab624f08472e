/**
 * A WebSocket that comes back.
 *
 * The server keeps a session for a while when its browser is gone. So a socket that breaks is opened again with growing
 * pauses for that long; one that was closed on purpose, by either side, is not.
 */

/** The parts of WebSocket that are used, so that another implementation fits. */
export interface Socket {
  readonly readyState: number
  readonly bufferedAmount: number
  onopen: ((event: never) => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number; reason: string }) => void) | null
  onerror: ((event: never) => void) | null
  send(data: string): void
  close(code?: number, reason?: string): void
}
export type SocketFactory = (url: string, protocols: string[]) => Socket

export const openWebSocket: SocketFactory = (url, protocols) => new WebSocket(url, protocols) as Socket

export interface Closing {
  code: number
  reason: string
  /** The connection had been open before. */
  opened: boolean
}

export interface ConnectionOptions {
  open: SocketFactory
  url: () => string
  protocols: string[]
  /** Pauses before the first, second, … try; the last one repeats. */
  backoffMs: readonly number[]
  /** How long to try. */
  resumeMs: number
  /** Whether there is still something to come back to; asked before every try. */
  mayResume: () => Promise<boolean>
  onOpen: (again: boolean) => void
  onText: (text: string) => void
  onLost: (attempt: number) => void
  /** Called once, at the end. */
  onClosed: (closing: Closing) => void
}

/** Close codes after which it is worth trying again (RFC 6455, section 7.4.1; IANA's registry for 1012 and 1013). */
const PASSING = new Set([1001, 1005, 1006, 1011, 1012, 1013])
/** Close code: another window has this session now. */
export const TAKEN_OVER = 4001
const OPEN = 1
/** Some proxies swallow what they do not know: a socket that is not open by then will not be. */
const OPEN_MS = 10_000
/** More than this waiting to be sent, about eight seconds of sound, means that nobody takes it any more. */
const STALLED_BYTES = 512 * 1024

export class Connection {
  readonly #options: ConnectionOptions
  #socket: Socket | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #opened = false
  #finished = false
  #attempt = 0
  #giveUpAt = 0

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#connect()
  }

  /** Sends if the connection is open; says whether it was. */
  send(text: string): boolean {
    const socket = this.#socket
    if (socket?.readyState !== OPEN) return false
    if (socket.bufferedAmount > STALLED_BYTES) {
      socket.onclose = null
      socket.onmessage = null
      socket.close()
      this.#closed({ code: 1006, reason: '', opened: true })
      return false
    }
    socket.send(text)
    return true
  }

  /** Ends it for good; `onClosed` follows at once. Says whether the other side will be told why. */
  close(code = 1000, reason = ''): boolean {
    const open = this.#socket?.readyState === OPEN
    this.#finish({ code, reason, opened: this.#opened }, true)
    return open
  }

  #connect(): void {
    const { open, url, protocols } = this.#options
    let socket: Socket
    try {
      socket = open(url(), protocols)
    } catch {
      this.#finish({ code: 1006, reason: '', opened: false })
      return
    }
    this.#socket = socket
    const lost = () => this.#closed({ code: 1006, reason: '', opened: this.#opened })
    this.#timer = setTimeout(() => {
      socket.onclose = null
      socket.close()
      lost()
    }, OPEN_MS)
    socket.onopen = () => {
      clearTimeout(this.#timer)
      const again = this.#opened
      this.#opened = true
      this.#options.onOpen(again)
    }
    socket.onmessage = ({ data }) => {
      // Only a server that speaks has taken us back; one that accepts and closes again has not.
      this.#attempt = 0
      if (typeof data === 'string') this.#options.onText(data)
    }
    socket.onerror = () => {}
    socket.onclose = ({ code, reason }) => this.#closed({ code, reason, opened: this.#opened })
  }

  #closed(closing: Closing): void {
    this.#socket = undefined
    if (this.#finished) return
    if (!this.#opened || !PASSING.has(closing.code)) {
      this.#finish(closing)
      return
    }
    if (this.#attempt === 0) this.#giveUpAt = Date.now() + this.#options.resumeMs
    this.#attempt++
    const { backoffMs, onLost } = this.#options
    onLost(this.#attempt)
    const pause = backoffMs[Math.min(this.#attempt, backoffMs.length) - 1] ?? 1000
    this.#timer = setTimeout(() => void this.#again(closing), pause)
  }

  async #again(closing: Closing): Promise<void> {
    const late = Date.now() > this.#giveUpAt
    const wanted = !late && (await this.#options.mayResume())
    if (this.#finished) return
    if (wanted) this.#connect()
    else this.#finish(closing)
  }

  #finish(closing: Closing, ours = false): void {
    if (this.#finished) return
    this.#finished = true
    clearTimeout(this.#timer)
    if (ours) this.#socket?.close(closing.code, closing.reason)
    this.#options.onClosed(closing)
  }
}
