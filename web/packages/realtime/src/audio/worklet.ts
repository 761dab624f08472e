/**
 * The code of the two audio worklets, as text.
 *
 * A worklet is a script of its own. Shipping it as a file would need every bundler's help, so it is put together here
 * from the source of self-contained classes and functions and loaded from a Blob (works under `script-src 'self' blob:`).
 * They take what they need as arguments: a minifier may rename anything inside them, and they name nothing outside.
 */
import { WIRE_RATE_HZ } from './pcm.ts'
import { Playout, type PlayoutClass, type PlayoutPosition } from './playout.ts'
import { Resampler, type ResamplerClass } from './resampler.ts'

/** What a worklet's global scope offers; TypeScript's DOM library leaves it out. */
interface WorkletProcessor {
  readonly port: MessagePort
}
export interface WorkletScope {
  AudioWorkletProcessor: new () => WorkletProcessor
  registerProcessor(name: string, processor: new () => WorkletProcessor): void
  readonly currentTime: number
  readonly sampleRate: number
}

export const CAPTURE = 'feedbackyes-capture'
export const PLAYBACK = 'feedbackyes-playback'

/** Samples at the wire's rate in one captured chunk: 20 ms. */
export const CHUNK_SAMPLES = 480

export type CaptureCommand = { drain: number } | { stop: true }
export type CaptureMessage = { pcm: Int16Array<ArrayBuffer> } | { drained: number }
export type PlaybackCommand =
  | { push: string; pcm: Int16Array<ArrayBuffer> }
  | { end: string }
  | { flush: number }
  | { stop: true }
/** `level` is the RMS of the `BIN_MS` that ended at `time` (seconds, the context's clock). */
export interface PlaybackMessage {
  positions: PlayoutPosition[]
  time: number
  level: number
  underruns: number
  /** The number of the flush that this answers. */
  flushed?: number
}

export function registerCapture(
  scope: WorkletScope,
  name: string,
  resampler: ResamplerClass,
  wireHz: number,
  chunkSamples: number,
): void {
  class Capture extends scope.AudioWorkletProcessor {
    resampler = new resampler(scope.sampleRate, wireHz)
    chunk = new Int16Array(chunkSamples)
    filled = 0
    running = true

    constructor() {
      super()
      this.port.onmessage = ({ data }: MessageEvent<CaptureCommand>) => {
        if ('stop' in data) {
          this.running = false
          return
        }
        this.deliver()
        this.port.postMessage({ drained: data.drain })
      }
    }

    deliver() {
      if (this.filled === 0) return
      const pcm = this.chunk.slice(0, this.filled)
      this.filled = 0
      this.port.postMessage({ pcm }, [pcm.buffer])
    }

    process(inputs: Float32Array[][]): boolean {
      const input = inputs[0]?.[0]
      if (!input) return this.running
      for (const sample of this.resampler.process(input)) {
        this.chunk[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)))
        if (this.filled === chunkSamples) this.deliver()
      }
      return this.running
    }
  }
  scope.registerProcessor(name, Capture)
}

export function registerPlayback(
  scope: WorkletScope,
  name: string,
  playout: PlayoutClass,
  resampler: ResamplerClass,
  wireHz: number,
): void {
  class Playback extends scope.AudioWorkletProcessor {
    playout = new playout(resampler, wireHz, scope.sampleRate)
    reportFrames = Math.round(scope.sampleRate / 20)
    frames = 0
    energy = 0
    quiet = false
    running = true

    constructor() {
      super()
      this.port.onmessage = ({ data }: MessageEvent<PlaybackCommand>) => {
        if ('push' in data) this.playout.push(data.push, data.pcm)
        else if ('end' in data) this.playout.end(data.end)
        else if ('stop' in data) this.running = false
        else this.report(this.playout.flush(), scope.currentTime, data.flush)
      }
    }

    report(positions: PlayoutPosition[], time: number, flushed?: number) {
      const level = this.frames > 0 ? Math.sqrt(this.energy / this.frames) : 0
      this.energy = 0
      this.frames = 0
      // Silence after silence is no news: an idle call posts nothing.
      const quiet = level === 0 && positions.length === 0 && flushed === undefined
      if (!(quiet && this.quiet)) {
        const underruns = this.playout.underruns
        this.port.postMessage({ positions, time, level, underruns, ...(flushed !== undefined && { flushed }) })
      }
      this.quiet = quiet
    }

    process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
      const channels = outputs[0] ?? []
      const first = channels[0]
      if (!first) return this.running
      this.playout.render(first)
      for (const channel of channels.slice(1)) channel.set(first)
      for (const sample of first) this.energy += sample * sample
      this.frames += first.length
      if (this.frames >= this.reportFrames)
        this.report(this.playout.positions(), scope.currentTime + first.length / scope.sampleRate)
      return this.running
    }
  }
  scope.registerProcessor(name, Playback)
}

/** The script that registers both processors. */
export function workletSource(): string {
  return `
(${registerCapture})(globalThis, '${CAPTURE}', ${Resampler}, ${WIRE_RATE_HZ}, ${CHUNK_SAMPLES});
(${registerPlayback})(globalThis, '${PLAYBACK}', ${Playout}, ${Resampler}, ${WIRE_RATE_HZ});
`
}
