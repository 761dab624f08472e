/** What the partner says, on its way to the ear: which items play, how far they are, and what was cut off. */
import type { PlaybackPosition, PlaybackReport, Speaker } from './audio/backend.ts'
import { samplesToMs } from './audio/pcm.ts'
import type { Heard } from './captions.ts'

interface Playing {
  contentIndex: number
  receivedMs: number
  playedMs: number
  ended: boolean
}

/** An item that was cut off: what was heard of it. */
export interface Cut {
  itemId: string
  contentIndex: number
  heard: Heard
}

export class Playback {
  readonly #speaker: Speaker
  readonly #items = new Map<string, Playing>()
  /** Items whose further sound is unwanted. */
  readonly #dropped = new Set<string>()

  constructor(speaker: Speaker) {
    this.#speaker = speaker
  }

  /** Something is sounding or about to. */
  get busy(): boolean {
    return this.#items.size > 0
  }

  /** Milliseconds of `itemId` that have come. */
  receivedMs(itemId: string): number {
    return this.#items.get(itemId)?.receivedMs ?? 0
  }

  push(itemId: string, contentIndex: number, pcm: Int16Array): void {
    if (this.#dropped.has(itemId) || pcm.length === 0) return
    const item = this.#items.get(itemId) ?? { contentIndex, receivedMs: 0, playedMs: 0, ended: false }
    item.receivedMs += samplesToMs(pcm.length)
    item.contentIndex = contentIndex
    this.#items.set(itemId, item)
    this.#speaker.play(itemId, pcm)
  }

  end(itemId: string): void {
    const item = this.#items.get(itemId)
    if (!item || item.ended) return
    item.ended = true
    this.#speaker.end(itemId)
  }

  endAll(): void {
    for (const itemId of [...this.#items.keys()]) this.end(itemId)
  }

  isDropped(itemId: string): boolean {
    return this.#dropped.has(itemId)
  }

  /** Takes the speaker's positions; returns what has been heard of each item that plays or has just ended. */
  take(report: PlaybackReport): [itemId: string, heard: Heard][] {
    const found: [string, Heard][] = []
    for (const position of report.positions) {
      const item = this.#items.get(position.item)
      if (!item) continue
      item.playedMs = position.playedMs
      const over = position.ended && position.playedMs >= position.receivedMs
      if (over) this.#items.delete(position.item)
      const playedMs = over ? item.receivedMs : this.#speaker.playedMs(position.item)
      found.push([position.item, { playedMs, receivedMs: item.receivedMs, complete: item.ended }])
    }
    return found
  }

  /** Stops at once; returns what had been heard of each item that was not over. */
  async cut(): Promise<Cut[]> {
    const cut = new Map(this.#items)
    this.#items.clear()
    for (const itemId of cut.keys()) this.#dropped.add(itemId)
    const positions = new Map((await this.#speaker.flush()).map((position) => [position.item, position]))
    const found: Cut[] = []
    for (const [itemId, item] of cut) {
      const position = positions.get(itemId)
      if (position && isOver(position)) continue
      const playedMs = position?.playedMs ?? item.playedMs
      const heard = { playedMs, receivedMs: item.receivedMs, complete: item.ended }
      found.push({ itemId, contentIndex: item.contentIndex, heard })
    }
    return found
  }
}

const isOver = (position: PlaybackPosition) => position.ended && position.playedMs >= position.receivedMs
