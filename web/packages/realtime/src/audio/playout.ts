/**
 * The playback queue with its clock. It runs inside the playback worklet, so what it says was played has left for the
 * output. The function is self-contained: `worklet.ts` ships its source.
 *
 * Theory: the queue's samples, with silence wherever there are none, form one endless stream at the wire's rate that
 * goes through one resampler. Frame n that was put out lies at n * wireHz / contextHz of that stream, so the position in
 * each item follows from counting alone, whatever rates, gaps and underruns there were.
 */
import type { Resampler } from './resampler.ts'

/** Where one item's playback is, in samples at the wire's rate. */
export interface PlayoutPosition {
  item: string
  played: number
  received: number
  /** No more of this item will come. */
  ended: boolean
}

export interface Playout {
  push(item: string, pcm: Int16Array): void
  end(item: string): void
  /** Fills `output` with the next frames. */
  render(output: Float32Array): void
  /** Stops within one block (faded, so that it does not click), forgets everything and says how far each item came. */
  flush(): PlayoutPosition[]
  /** Every item that is not over yet; an item that is over is told once, with `played` equal to `received`. */
  positions(): PlayoutPosition[]
  /** How often the queue ran dry in the middle of an item. */
  underruns(): number
}

export function createPlayout(
  makeResampler: (fromHz: number, toHz: number) => Resampler,
  wireHz: number,
  contextHz: number,
): Playout {
  const blockFrames = 64
  const fadeFrames = 128
  /** After an underrun this much is gathered first, so that a slow line stutters once and not all the time. */
  const refill = 0.08 * wireHz

  let resampler = makeResampler(wireHz, contextHz)
  let chunks: { item: string; pcm: Int16Array; at: number }[] = []
  let segments: { item: string; start: number; length: number }[] = []
  const items = new Map<string, { received: number; before: number; ended: boolean }>()
  let fed = 0
  let emitted = 0
  let ready: Float32Array[] = []
  let readyFrames = 0
  let tail = new Float32Array(0)
  let dry = false
  let dryCount = 0

  const queued = () => chunks.reduce((sum, chunk) => sum + chunk.pcm.length - chunk.at, 0)

  const starving = (): boolean => {
    const first = chunks[0]
    if (!first) {
      const waiting = [...items.values()].some((state) => !state.ended && state.received > 0)
      if (waiting && !dry) dryCount++
      dry = waiting
      return true
    }
    if (dry && !items.get(first.item)?.ended && queued() < refill) return true
    dry = false
    return false
  }

  const note = (item: string, start: number, length: number) => {
    const last = segments[segments.length - 1]
    if (last && last.item === item && last.start + last.length === start) last.length += length
    else segments.push({ item, start, length })
  }

  /** Puts the next block of the stream into the resampler. */
  const feed = () => {
    const block = new Float32Array(blockFrames)
    let filled = 0
    while (filled < blockFrames && !starving()) {
      const chunk = chunks[0]
      if (!chunk) break
      const count = Math.min(blockFrames - filled, chunk.pcm.length - chunk.at)
      for (let i = 0; i < count; i++) block[filled + i] = (chunk.pcm[chunk.at + i] ?? 0) / 32768
      note(chunk.item, fed + filled, count)
      chunk.at += count
      filled += count
      if (chunk.at === chunk.pcm.length) chunks.shift()
    }
    fed += blockFrames
    const frames = resampler.process(block)
    if (frames.length > 0) ready.push(frames)
    readyFrames += frames.length
  }

  const take = (output: Float32Array) => {
    while (readyFrames < output.length) feed()
    let filled = 0
    while (filled < output.length) {
      const frames = ready[0]
      if (!frames) break
      const count = Math.min(output.length - filled, frames.length)
      output.set(frames.subarray(0, count), filled)
      filled += count
      if (count === frames.length) ready.shift()
      else ready[0] = frames.subarray(count)
    }
    readyFrames -= output.length
    emitted += output.length
  }

  const heard = () => (emitted * wireHz) / contextHz

  const settle = () => {
    const now = heard()
    while (segments[0] && segments[0].start + segments[0].length <= now) {
      const done = segments.shift()
      const state = done && items.get(done.item)
      if (done && state) state.before += done.length
    }
  }

  const positions = (): PlayoutPosition[] => {
    settle()
    const now = heard()
    const found: PlayoutPosition[] = []
    for (const [item, state] of items) {
      let played = state.before
      for (const part of segments) {
        if (part.item === item) played += Math.max(0, Math.min(part.length, now - part.start))
      }
      found.push({ item, played, received: state.received, ended: state.ended })
      if (state.ended && played >= state.received) items.delete(item)
    }
    return found
  }

  const reset = () => {
    resampler = makeResampler(wireHz, contextHz)
    chunks = []
    segments = []
    items.clear()
    ready = []
    readyFrames = 0
    fed = 0
    emitted = 0
    dry = false
  }

  return {
    push(item, pcm) {
      if (pcm.length === 0) return
      const state = items.get(item) ?? { received: 0, before: 0, ended: false }
      state.received += pcm.length
      items.set(item, state)
      chunks.push({ item, pcm, at: 0 })
    },
    end(item) {
      const state = items.get(item)
      if (state) state.ended = true
    },
    render(output) {
      output.fill(0)
      const kept = Math.min(tail.length, output.length)
      output.set(tail.subarray(0, kept))
      tail = tail.subarray(kept)
      if (kept < output.length) take(output.subarray(kept))
    },
    flush() {
      if (items.size === 0) return []
      const fade = new Float32Array(fadeFrames)
      take(fade)
      for (let i = 0; i < fadeFrames; i++) fade[i] = (fade[i] ?? 0) * (1 - (i + 1) / fadeFrames)
      const reached = positions()
      reset()
      tail = fade
      return reached
    },
    positions,
    underruns: () => dryCount,
  }
}
