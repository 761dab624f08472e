/**
 * The playback queue with its clock. It runs inside the playback worklet, so what it says was played has left for the
 * output. The class is self-contained: `worklet.ts` ships its source.
 *
 * Theory: the queue's samples, with silence wherever there are none, form one endless stream at the wire's rate that
 * goes through one resampler. Frame n that was put out lies at n * wireHz / contextHz of that stream, so the position in
 * each item follows from counting alone, whatever rates, gaps and underruns there were.
 */
import type { Resampler, ResamplerClass } from './resampler.ts'

/** Where one item's playback is, in samples at the wire's rate. */
export interface PlayoutPosition {
  item: string
  played: number
  received: number
  /** No more of this item will come. */
  ended: boolean
}

/** A stretch of an item in the stream; it grows while the item is fed without a gap. */
interface Segment {
  item: string
  start: number
  length: number
}

interface Item {
  received: number
  /** Samples of it in segments that are over. */
  before: number
  ended: boolean
}

export type PlayoutClass = new (resampler: ResamplerClass, wireHz: number, contextHz: number) => Playout

export class Playout {
  readonly #Resampler: ResamplerClass
  readonly #wireHz: number
  readonly #contextHz: number
  readonly #items = new Map<string, Item>()
  #resampler: Resampler
  #chunks: { item: string; pcm: Int16Array; at: number }[] = []
  #segments: Segment[] = []
  /** Samples of the stream that went into the resampler, and frames that were put out. */
  #fed = 0
  #emitted = 0
  #ready: Float32Array[] = []
  #readyFrames = 0
  /** The faded end of what was cut off. */
  #tail = new Float32Array(0)
  #dry = false
  #underruns = 0

  constructor(resampler: ResamplerClass, wireHz: number, contextHz: number) {
    this.#Resampler = resampler
    this.#wireHz = wireHz
    this.#contextHz = contextHz
    this.#resampler = new resampler(wireHz, contextHz)
  }

  push(item: string, pcm: Int16Array): void {
    if (pcm.length === 0) return
    const state = this.#items.get(item) ?? { received: 0, before: 0, ended: false }
    state.received += pcm.length
    this.#items.set(item, state)
    this.#chunks.push({ item, pcm, at: 0 })
  }

  end(item: string): void {
    const state = this.#items.get(item)
    if (state) state.ended = true
  }

  /** Fills `output` with the next frames. */
  render(output: Float32Array): void {
    output.fill(0)
    const kept = Math.min(this.#tail.length, output.length)
    output.set(this.#tail.subarray(0, kept))
    this.#tail = this.#tail.slice(kept)
    if (kept < output.length) this.#take(output.subarray(kept))
  }

  /** Stops after a fade of 128 frames, which does not click, forgets everything and says how far each item came. */
  flush(): PlayoutPosition[] {
    if (this.#items.size === 0) return []
    const fade = new Float32Array(128)
    this.#take(fade)
    for (let i = 0; i < fade.length; i++) fade[i] = (fade[i] ?? 0) * (1 - (i + 1) / fade.length)
    const reached = this.positions()
    this.#reset()
    this.#tail = fade
    return reached
  }

  /** Every item that is not over yet; an item that is over is told once, with `played` equal to `received`. */
  positions(): PlayoutPosition[] {
    const now = (this.#emitted * this.#wireHz) / this.#contextHz
    this.#settle(now)
    const found: PlayoutPosition[] = []
    for (const [item, { received, before, ended }] of this.#items) {
      let played = before
      for (const part of this.#segments)
        if (part.item === item) played += Math.max(0, Math.min(part.length, now - part.start))
      found.push({ item, played, received, ended })
      if (ended && played >= received) this.#items.delete(item)
    }
    return found
  }

  /** How often the queue ran dry in the middle of an item. */
  get underruns(): number {
    return this.#underruns
  }

  #settle(now: number): void {
    let first = this.#segments[0]
    while (first && first.start + first.length <= now) {
      const state = this.#items.get(first.item)
      if (state) state.before += first.length
      this.#segments.shift()
      first = this.#segments[0]
    }
  }

  #take(output: Float32Array): void {
    while (this.#readyFrames < output.length) this.#feed()
    for (let filled = 0; filled < output.length; ) {
      const frames = this.#ready[0] ?? new Float32Array(output.length)
      const count = Math.min(output.length - filled, frames.length)
      output.set(frames.subarray(0, count), filled)
      filled += count
      if (count === frames.length) this.#ready.shift()
      else this.#ready[0] = frames.subarray(count)
    }
    this.#readyFrames -= output.length
    this.#emitted += output.length
  }

  /** Puts the next block of the stream into the resampler. */
  #feed(): void {
    const block = new Float32Array(64)
    let filled = 0
    while (filled < block.length && !this.#starving()) {
      const chunk = this.#chunks[0]
      if (!chunk) break
      const count = Math.min(block.length - filled, chunk.pcm.length - chunk.at)
      for (let i = 0; i < count; i++) block[filled + i] = (chunk.pcm[chunk.at + i] ?? 0) / 32768
      this.#note(chunk.item, this.#fed + filled, count)
      chunk.at += count
      filled += count
      if (chunk.at === chunk.pcm.length) this.#chunks.shift()
    }
    this.#fed += block.length
    const frames = this.#resampler.process(block)
    if (frames.length > 0) this.#ready.push(frames)
    this.#readyFrames += frames.length
  }

  /** Nothing may be played now. After an underrun 80 ms are gathered first: a slow line stutters once, not always. */
  #starving(): boolean {
    const first = this.#chunks[0]
    if (!first) {
      const waiting = [...this.#items.values()].some((item) => !item.ended)
      if (waiting && !this.#dry) this.#underruns++
      this.#dry = waiting
      return true
    }
    const queued = () => this.#chunks.reduce((sum, chunk) => sum + chunk.pcm.length - chunk.at, 0)
    this.#dry &&= !this.#items.get(first.item)?.ended && queued() < 0.08 * this.#wireHz
    return this.#dry
  }

  #note(item: string, start: number, length: number): void {
    const last = this.#segments.at(-1)
    if (last && last.item === item && last.start + last.length === start) last.length += length
    else this.#segments.push({ item, start, length })
  }

  #reset(): void {
    this.#resampler = new this.#Resampler(this.#wireHz, this.#contextHz)
    this.#chunks = []
    this.#segments = []
    this.#items.clear()
    this.#ready = []
    this.#readyFrames = 0
    this.#fed = 0
    this.#emitted = 0
    this.#dry = false
  }
}
