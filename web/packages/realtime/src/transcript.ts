/**
 * The conversation as text. Drafts come from the voice transport while people speak; what is final comes from the
 * session's event stream alone, because the server has stored it by then. Both know a turn by the same id.
 */
import { addMark, type Heard, heardChars, type Mark } from './captions.ts'
import { at, flagAt, type JsonObject, numberAt, objectsAt, textAt } from './protocol/json.ts'

export type Speaker = 'learner' | 'partner'

export interface Word {
  text: string
  startMs: number
  endMs: number
  confidence: number | null
}

/** A stored turn, as the server tells it. Times are milliseconds on the session clock. */
export interface Turn {
  id: string
  seq: number
  speaker: Speaker
  text: string
  startMs: number
  endMs: number
  /** The recogniser's own estimate, 0 to 1; null when it gives none. */
  confidence: number | null
  words: readonly Word[]
  interrupted: boolean
  typed: boolean
}

/** One line of the live transcript. */
export interface Line {
  id: string
  speaker: Speaker
  /** What was said, or of the partner heard, so far. */
  text: string
  /** What has come of the partner's text but is not heard yet. */
  ahead: string
  /** Stored by the server; it changes no more, except by a correction. */
  final: boolean
  /** The partner was cut off here. */
  interrupted: boolean
  typed: boolean
  /** The stored turn, once there is one. */
  turn: Turn | null
}

interface Entry {
  id: string
  speaker: Speaker
  draft: string
  typed: boolean
  cut: boolean
  marks: Mark[]
  heard: Heard | null
  /** Characters shown; captions never go back. */
  shown: number
  turn: Turn | null
}

/** Reads the turn that a `*.transcript.final` event carries; null when it is none. */
export function readTurn(data: JsonObject): Turn | null {
  const id = textAt(data, 'id')
  const speaker = textAt(data, 'speaker')
  if (id === '' || (speaker !== 'learner' && speaker !== 'partner')) return null
  return {
    id,
    seq: numberAt(data, 'seq'),
    speaker,
    text: textAt(data, 'text'),
    startMs: numberAt(data, 'start_ms'),
    endMs: numberAt(data, 'end_ms'),
    confidence: confidenceAt(data),
    words: objectsAt(data, 'words').map((word) => ({
      text: textAt(word, 'text'),
      startMs: numberAt(word, 'start_ms'),
      endMs: numberAt(word, 'end_ms'),
      confidence: confidenceAt(word),
    })),
    interrupted: flagAt(data, 'interrupted'),
    typed: flagAt(data, 'typed'),
  }
}

function confidenceAt(data: JsonObject): number | null {
  const value = at(data, 'confidence')
  return typeof value === 'number' ? value : null
}

export class Transcript {
  #entries: Entry[] = []
  #lines: readonly Line[] | null = null

  /** Lines that say something, in order; the same list until something changes. */
  get lines(): readonly Line[] {
    this.#lines ??= this.#entries.map(toLine).filter((line) => line.text !== '' || line.ahead !== '')
    return this.#lines
  }

  /** Keeps a turn's place: its text may come later than the answer to it. */
  open(id: string, speaker: Speaker): void {
    this.#entry(id, speaker)
  }

  /** Adds to a draft. */
  append(id: string, speaker: Speaker, text: string): void {
    this.#change(id, speaker, (entry) => {
      entry.draft += text
    })
  }

  /** Adds to the partner's draft, text that came when `audioMs` of the turn's sound had come. */
  appendSpoken(id: string, text: string, audioMs: number): void {
    this.#change(id, 'partner', (entry) => {
      entry.draft += text
      entry.marks = addMark(entry.marks, text.length, audioMs)
      entry.heard ??= { playedMs: 0, receivedMs: 0, complete: false }
    })
  }

  /** Replaces a draft. */
  replace(id: string, speaker: Speaker, text: string, typed = false): void {
    this.#change(id, speaker, (entry) => {
      entry.draft = text
      entry.typed = typed
    })
  }

  /** Says how far the playback of a partner's turn is. */
  heard(id: string, heard: Heard): void {
    const entry = this.#entries.find((each) => each.id === id)
    if (!entry?.heard || entry.cut) return
    const shown = Math.max(entry.shown, heardChars(entry.draft, entry.marks, heard))
    const over = isOver(heard) !== isOver(entry.heard)
    entry.heard = heard
    if (shown === entry.shown && !over) return
    entry.shown = shown
    this.#lines = null
  }

  /** The partner's turn was cut off; what was not heard is gone. */
  cut(id: string, heard: Heard): void {
    this.heard(id, heard)
    const entry = this.#entries.find((each) => each.id === id)
    if (!entry || entry.cut) return
    entry.cut = true
    this.#lines = null
  }

  /** Takes a stored turn; a later one with the same id corrects it. */
  settle(turn: Turn): void {
    const known = this.#entries.some((entry) => entry.id === turn.id)
    this.#change(turn.id, turn.speaker, (entry) => {
      entry.turn = turn
    })
    if (!known) this.#place(turn.id)
    this.#sortSettled()
  }

  /** Forgets a draft that nothing became of. */
  drop(id: string): void {
    this.#entries = this.#entries.filter((entry) => entry.id !== id || entry.turn)
    this.#lines = null
  }

  /** No more sound: whatever has come of a turn counts as said. */
  silence(): void {
    for (const entry of this.#entries) entry.heard = null
    this.#lines = null
  }

  #change(id: string, speaker: Speaker, change: (entry: Entry) => void): void {
    change(this.#entry(id, speaker))
    this.#lines = null
  }

  #entry(id: string, speaker: Speaker): Entry {
    const known = this.#entries.find((entry) => entry.id === id)
    if (known) return known
    const entry = { id, speaker, draft: '', typed: false, cut: false, marks: [], heard: null, shown: 0, turn: null }
    this.#entries.push(entry)
    return entry
  }

  /** A turn that was not seen as a draft goes behind the last stored one before it, in front of what is being said. */
  #place(id: string): void {
    const entry = this.#entries.find((each) => each.id === id)
    if (!entry?.turn) return
    const { seq } = entry.turn
    const others = this.#entries.filter((each) => each !== entry)
    const before = others.findLastIndex((each) => each.turn !== null && each.turn.seq < seq)
    this.#entries = others.toSpliced(before + 1, 0, entry)
  }

  /** Stored turns stand in the server's order, in the places that they already hold. */
  #sortSettled(): void {
    const inOrder = this.#entries.filter((entry) => entry.turn).sort((a, b) => (a.turn?.seq ?? 0) - (b.turn?.seq ?? 0))
    let next = 0
    this.#entries = this.#entries.map((entry) => (entry.turn ? (inOrder[next++] ?? entry) : entry))
  }
}

const isOver = (heard: Heard) => heard.complete && heard.playedMs >= heard.receivedMs

function toLine(entry: Entry): Line {
  const { id, speaker, turn } = entry
  const playing = entry.heard !== null && !entry.cut && !isOver(entry.heard)
  const shown = entry.heard === null ? entry.draft.length : entry.shown
  const text = turn && !playing ? turn.text : entry.draft.slice(0, shown).trim()
  return {
    id,
    speaker,
    text,
    ahead: playing ? entry.draft.slice(shown).trim() : '',
    final: turn !== null && !playing,
    interrupted: turn && !playing ? turn.interrupted || entry.cut : entry.cut,
    typed: turn?.typed ?? entry.typed,
    turn,
  }
}
