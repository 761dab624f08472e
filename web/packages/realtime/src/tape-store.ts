/** Pieces of recordings that the server does not have yet. */

export interface Piece {
  sessionId: string
  n: number
  /** On the session clock. */
  startMs: number
  /** Two interleaved channels at 24 kHz, learner first. */
  pcm: Int16Array
}

export interface PieceStore {
  put(piece: Piece): Promise<void>
  remove(sessionId: string, n: number): Promise<void>
  all(): Promise<Piece[]>
}

/** For pages whose browser keeps nothing: a reload loses them. */
export class MemoryStore implements PieceStore {
  readonly #pieces = new Map<string, Piece>()

  async put(piece: Piece): Promise<void> {
    this.#pieces.set(`${piece.sessionId}/${piece.n}`, piece)
  }

  async remove(sessionId: string, n: number): Promise<void> {
    this.#pieces.delete(`${sessionId}/${n}`)
  }

  async all(): Promise<Piece[]> {
    return [...this.#pieces.values()]
  }
}

const NAME = 'feedbackyes-recordings'
const PIECES = 'pieces'

/** In the browser's database: a reload, or the whole browser's end, loses nothing. */
export class BrowserStore implements PieceStore {
  #database: Promise<IDBDatabase> | undefined

  async put(piece: Piece): Promise<void> {
    await this.#do('readwrite', (pieces) => pieces.put(piece))
  }

  async remove(sessionId: string, n: number): Promise<void> {
    await this.#do('readwrite', (pieces) => pieces.delete([sessionId, n]))
  }

  all(): Promise<Piece[]> {
    return this.#do('readonly', (pieces) => pieces.getAll() as IDBRequest<Piece[]>)
  }

  async #do<T>(mode: IDBTransactionMode, work: (pieces: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    this.#database ??= opened()
    const request = work((await this.#database).transaction(PIECES, mode).objectStore(PIECES))
    return settled(request)
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(PIECES, { keyPath: ['sessionId', 'n'] })
  return settled(request)
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser keeps nothing here.'))
  })
}

let shared: PieceStore | undefined

/** The page's store. */
export function pieceStore(): PieceStore {
  shared ??= typeof indexedDB === 'undefined' ? new MemoryStore() : new BrowserStore()
  return shared
}
