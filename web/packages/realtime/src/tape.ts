/**
 * The recording of a call whose sound does not pass our server: two channels, made here, sent in pieces.
 *
 * A piece is kept in the browser until the server has it, so a reload, a dead network or a closed window cost at most
 * the piece that was being filled. Which pieces belong together the server knows by their place on the session clock.
 */
import { type Api, ApiError } from './api.ts'
import { WIRE_RATE_HZ } from './audio/pcm.ts'
import { later } from './later.ts'
import { at, flagAt, isObject, type Json, numberAt } from './protocol/json.ts'
import type { Piece, PieceStore } from './tape-store.ts'

const PIECE_MS = 5000
const PIECE_FRAMES = (PIECE_MS * WIRE_RATE_HZ) / 1000
/** How late sound may come and still find its piece open. */
const LATE_MS = 500
/** A channel whose sound is farther from the clock than this was interrupted, and goes on where the clock is. */
const APART_FRAMES = WIRE_RATE_HZ / 10
const RETRY_MS = 5000
const CHANNELS = { learner: 0, partner: 1 } as const
type Side = keyof typeof CHANNELS

export interface TapeOptions {
  api: Api
  sessionId: string
  store: PieceStore
  /** Milliseconds of a clock that only goes forward; replaceable, for tests. */
  now?: (() => number) | undefined
}

/** One window of the recording while it is filled. */
interface Window {
  pcm: Int16Array
  frames: number
}

export class Tape {
  readonly #api: Api
  readonly #sessionId: string
  readonly #store: PieceStore
  readonly #now: () => number
  readonly #origin: number
  readonly #next: Record<Side, number> = { learner: 0, partner: 0 }
  readonly #windows = new Map<number, Window>()
  /** Unix milliseconds of the server at 0 of the clock here, and of the session's. */
  #serverZero = Number.NaN
  #sessionZero = Number.NaN
  #first = 0
  #closed = false

  constructor({ api, sessionId, store, now = () => performance.now() }: TapeOptions) {
    this.#api = api
    this.#sessionId = sessionId
    this.#store = store
    this.#now = now
    this.#origin = now()
  }

  /** Asks whether the server wants a recording of us, until it says so; a server that does not know of this records by itself. */
  async begin(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#ask()
        return
      } catch (error) {
        if (isRefusal(error)) this.#closed = true
        else await later(RETRY_MS)
      }
    }
  }

  async #ask(): Promise<void> {
    const asked = this.#now()
    const answer = await this.#api.send('GET', `/api/sessions/${this.#sessionId}/recording/parts`)
    const answered = this.#now()
    const { wanted, parts, now } = partsIn(await answer.json())
    if (!wanted) {
      this.#closed = true
      return
    }
    const kept = (await this.#store.all()).filter(({ sessionId }) => sessionId === this.#sessionId).map(({ n }) => n)
    this.#first = Math.max(-1, ...parts, ...kept) + 1
    this.#serverZero = now - (asked + answered) / 2
  }

  /** An event of the session: its time on the session clock, and the server's Unix milliseconds. */
  clock(tMs: number, tWall: number): void {
    this.#sessionZero = tWall - tMs
  }

  /** Takes mono PCM16 that was heard up to now. */
  hear(side: Side, pcm: Int16Array): void {
    if (this.#closed) return
    const ideal = Math.round(((this.#now() - this.#origin) * WIRE_RATE_HZ) / 1000) - pcm.length
    if (Math.abs(ideal - this.#next[side]) > APART_FRAMES) this.#next[side] = Math.max(0, ideal)
    for (const sample of pcm) this.#write(side, this.#next[side]++, sample)
    void this.#keep(Math.floor((this.#now() - this.#origin - LATE_MS) / PIECE_MS))
  }

  /** The call is over: keeps what is left and sends it. */
  async finish(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#keep(Number.POSITIVE_INFINITY)
  }

  #write(side: Side, frame: number, sample: number): void {
    const index = Math.floor(frame / PIECE_FRAMES)
    let window = this.#windows.get(index)
    if (!window) {
      window = { pcm: new Int16Array(PIECE_FRAMES * 2), frames: 0 }
      this.#windows.set(index, window)
    }
    const at = frame % PIECE_FRAMES
    window.pcm[at * 2 + CHANNELS[side]] = sample
    window.frames = Math.max(window.frames, at + 1)
  }

  /** Moves the windows before `end` into the store, and on to the server. */
  async #keep(end: number): Promise<void> {
    const beganMs = this.#serverZero + this.#origin - this.#sessionZero
    if (Number.isNaN(beganMs)) return
    const done = [...this.#windows].filter(([index]) => index < end)
    for (const [index, { pcm, frames }] of done) {
      this.#windows.delete(index)
      const startMs = Math.max(0, Math.round(beganMs + index * PIECE_MS))
      const n = this.#first + index
      await this.#store.put({ sessionId: this.#sessionId, n, startMs, pcm: pcm.slice(0, frames * 2) })
    }
    if (done.length > 0) void sendPieces(this.#api, this.#store)
  }
}

/** Pieces that are on their way, by the store that they are in: each is sent by one at a time. */
const sending = new WeakMap<PieceStore, Promise<void>>()

/**
 * Sends all pieces that are kept, of whatever session, and goes on until none is left. What the server does not want is
 * dropped; while it cannot be reached they stay.
 */
export function sendPieces(api: Api, store: PieceStore): Promise<void> {
  const running = sending.get(store) ?? sendAll(api, store).finally(() => sending.delete(store))
  sending.set(store, running)
  return running
}

async function sendAll(api: Api, store: PieceStore): Promise<void> {
  for (;;) {
    const [piece] = (await store.all()).sort((one, other) => one.n - other.n)
    if (!piece) return
    if (await sent(api, piece)) await store.remove(piece.sessionId, piece.n)
    else await later(RETRY_MS)
  }
}

/** Whether the piece need not be sent again: the server has it, or will never take it. */
async function sent(api: Api, { sessionId, n, startMs, pcm }: Piece): Promise<boolean> {
  const path = `/api/sessions/${sessionId}/recording/parts/${n}?start_ms=${startMs}`
  const body = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength) as Uint8Array<ArrayBuffer>
  try {
    await api.send('PUT', path, { body, headers: { 'Content-Type': 'application/octet-stream' } })
    return true
  } catch (error) {
    return isRefusal(error)
  }
}

/** Whether asking again would change nothing. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof ApiError ? error.status : 0
  return status >= 400 && status < 500 && status !== 401 && status !== 429
}

function partsIn(body: Json): { wanted: boolean; parts: number[]; now: number } {
  if (!isObject(body)) return { wanted: false, parts: [], now: 0 }
  const numbers = at(body, 'parts')
  const parts = Array.isArray(numbers) ? numbers.filter((one): one is number => typeof one === 'number') : []
  return { wanted: flagAt(body, 'wanted'), parts, now: numberAt(body, 'now') }
}
