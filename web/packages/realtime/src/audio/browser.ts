/** Sound in a browser: one AudioContext, a capture worklet, a playback worklet. */

import { later } from '../later.ts'
import {
  type AudioBackend,
  AudioError,
  type AudioErrorCode,
  type Microphone,
  type MicrophoneListener,
  type MicrophoneOptions,
  type PlaybackPosition,
  type PlaybackReport,
  type Speaker,
  type StreamSpeaker,
} from './backend.ts'
import { BIN_MS } from './levels.ts'
import { samplesToMs, WIRE_RATE_HZ } from './pcm.ts'
import type { PlayoutPosition } from './playout.ts'
import {
  CAPTURE,
  type CaptureCommand,
  type CaptureMessage,
  PLAYBACK,
  type PlaybackCommand,
  type PlaybackMessage,
  workletSource,
} from './worklet.ts'

/** An answer from the audio thread takes a few milliseconds; a suspended context never answers. */
const ANSWER_MS = 150
/** Firefox takes more than a second to open a device; a page that may not make sound would wait for ever. */
const STARTING_MS = 5000

/** `getUserMedia` constraints for speech. */
export function microphoneConstraints(options: MicrophoneOptions): MediaTrackConstraints {
  return {
    channelCount: 1,
    sampleRate: { ideal: WIRE_RATE_HZ },
    echoCancellation: options.echoCancellation ?? true,
    noiseSuppression: options.noiseSuppression ?? true,
    autoGainControl: options.autoGainControl ?? true,
    ...(options.deviceId && { deviceId: { exact: options.deviceId } }),
  }
}

/** What the rejections of `getUserMedia` mean. Names: Media Capture and Streams, section 10.2. */
const REJECTIONS: ReadonlyMap<string, AudioErrorCode> = new Map([
  ['NotAllowedError', 'microphone_denied'],
  ['SecurityError', 'microphone_denied'],
  ['NotFoundError', 'microphone_missing'],
  ['OverconstrainedError', 'microphone_missing'],
  ['NotReadableError', 'microphone_busy'],
  ['AbortError', 'microphone_busy'],
])

export function microphoneError(error: unknown): AudioError {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  return new AudioError(REJECTIONS.get(name) ?? 'microphone_failed', error)
}

export class BrowserAudio implements AudioBackend {
  #context: AudioContext | undefined
  #ready: Promise<void> | undefined

  async openMicrophone(options: MicrophoneOptions, listener: MicrophoneListener): Promise<Microphone> {
    if (!globalThis.isSecureContext || !navigator.mediaDevices) throw new AudioError('insecure_context')
    // Both begin inside the user's gesture: the permission question and the right to make sound.
    const starting = this.#start()
    starting.catch(() => undefined) // told below, unless there is no microphone either
    const stream = await navigator.mediaDevices
      .getUserMedia({ audio: microphoneConstraints(options) })
      .catch((error: unknown) => Promise.reject(microphoneError(error)))
    try {
      return new BrowserMicrophone(await starting, stream, listener)
    } catch (error) {
      for (const track of stream.getTracks()) track.stop()
      throw error
    }
  }

  async openSpeaker(onReport: (report: PlaybackReport) => void): Promise<Speaker> {
    return new BrowserSpeaker(await this.#start(), onReport)
  }

  async playStream(
    stream: MediaStream,
    onReport: (report: PlaybackReport) => void,
    onChunk: (pcm: Int16Array) => void = () => undefined,
  ): Promise<StreamSpeaker> {
    return new BrowserStreamSpeaker(await this.#start(), stream, onReport, onChunk)
  }

  async chooseOutput(deviceId: string): Promise<void> {
    const context: AudioContext & { setSinkId?: (id: string) => Promise<void> } = await this.#start()
    if (!context.setSinkId) throw new AudioError('audio_unsupported')
    await context.setSinkId(deviceId)
  }

  async close(): Promise<void> {
    const context = this.#context
    this.#context = undefined
    this.#ready = undefined
    if (context && context.state !== 'closed') await context.close()
  }

  async #start(): Promise<AudioContext> {
    if (typeof AudioContext === 'undefined') throw new AudioError('audio_unsupported')
    this.#context ??= keptRunning(new AudioContext({ latencyHint: 'interactive' }))
    const context = this.#context
    if (!context.audioWorklet) throw new AudioError('insecure_context')
    const resumed = context.state === 'running' ? Promise.resolve() : context.resume()
    this.#ready ??= addWorklets(context)
    await this.#ready
    const blocked = await Promise.race([resumed.then(() => false), later(STARTING_MS).then(() => true)])
    if (blocked) throw new AudioError('audio_blocked')
    return context
  }
}

/** A phone call or a change of device may suspend the sound in the middle; it goes on as soon as it may. */
function keptRunning(context: AudioContext): AudioContext {
  let ran = false
  const resume = () => {
    ran ||= context.state === 'running'
    if (ran && context.state !== 'running' && context.state !== 'closed') context.resume().catch(() => {})
    if (context.state === 'closed') document.removeEventListener('visibilitychange', resume)
  }
  context.addEventListener('statechange', resume)
  document.addEventListener('visibilitychange', resume)
  return context
}

async function addWorklets(context: AudioContext): Promise<void> {
  const url = URL.createObjectURL(new Blob([workletSource()], { type: 'text/javascript' }))
  try {
    await context.audioWorklet.addModule(url)
  } catch (error) {
    throw new AudioError('audio_unsupported', error)
  } finally {
    URL.revokeObjectURL(url)
  }
}

function captureNode(context: AudioContext): AudioWorkletNode {
  return new AudioWorkletNode(context, CAPTURE, { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' })
}

/** A remote stream through the context, so that output device and the right to make sound are those of all sound. */
class BrowserStreamSpeaker implements StreamSpeaker {
  readonly #element: HTMLAudioElement
  readonly #source: MediaStreamAudioSourceNode
  readonly #analyser: AnalyserNode
  readonly #capture: AudioWorkletNode
  readonly #timer: ReturnType<typeof setInterval>

  constructor(
    context: AudioContext,
    stream: MediaStream,
    onReport: (report: PlaybackReport) => void,
    onChunk: (pcm: Int16Array) => void,
  ) {
    // Chromium moves a remote stream's sound only when an element plays it; a muted one is enough.
    this.#element = new Audio()
    this.#element.muted = true
    this.#element.srcObject = stream
    this.#element.play().catch(() => {})
    this.#source = context.createMediaStreamSource(stream)
    this.#analyser = new AnalyserNode(context, { fftSize: 2048 })
    this.#source.connect(this.#analyser)
    this.#source.connect(context.destination)
    this.#capture = captureNode(context)
    this.#capture.port.onmessage = ({ data }: MessageEvent<CaptureMessage>) => 'pcm' in data && onChunk(data.pcm)
    this.#source.connect(this.#capture)
    const samples = new Float32Array(this.#analyser.fftSize)
    this.#timer = setInterval(() => {
      this.#analyser.getFloatTimeDomainData(samples)
      const level = Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length)
      onReport({ positions: [], level, underruns: 0 })
    }, BIN_MS)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#source.disconnect()
    this.#capture.port.onmessage = null
    this.#capture.port.postMessage({ stop: true } satisfies CaptureCommand)
    this.#element.srcObject = null
  }
}

class BrowserMicrophone implements Microphone {
  readonly label: string
  readonly track: MediaStreamTrack | undefined
  readonly #stream: MediaStream
  readonly #source: MediaStreamAudioSourceNode
  readonly #node: AudioWorkletNode
  readonly #waiting = new Map<number, () => void>()
  #asked = 0
  #open = true

  constructor(context: AudioContext, stream: MediaStream, listener: MicrophoneListener) {
    this.#stream = stream
    this.#source = context.createMediaStreamSource(stream)
    this.#node = captureNode(context)
    this.#node.port.onmessage = ({ data }: MessageEvent<CaptureMessage>) => {
      if ('pcm' in data) listener.onChunk(data.pcm)
      else this.#waiting.get(data.drained)?.()
    }
    this.#source.connect(this.#node)
    const track = stream.getAudioTracks()[0]
    this.label = track?.label ?? ''
    this.track = track
    track?.addEventListener('ended', () => this.#open && listener.onLost())
    track?.addEventListener('mute', () => this.#open && listener.onMuted?.(true))
    track?.addEventListener('unmute', () => this.#open && listener.onMuted?.(false))
  }

  async drain(): Promise<void> {
    const number = ++this.#asked
    const answer = new Promise<void>((resolve) => this.#waiting.set(number, resolve))
    this.#send({ drain: number })
    await Promise.race([answer, later(ANSWER_MS)])
    this.#waiting.delete(number)
  }

  close(): void {
    this.#open = false
    this.#source.disconnect()
    this.#node.port.onmessage = null
    this.#send({ stop: true })
    for (const track of this.#stream.getTracks()) track.stop()
  }

  #send(command: CaptureCommand): void {
    this.#node.port.postMessage(command)
  }
}

const inMs = (position: PlayoutPosition): PlaybackPosition => ({
  item: position.item,
  playedMs: samplesToMs(position.played),
  receivedMs: samplesToMs(position.received),
  ended: position.ended,
})

class BrowserSpeaker implements Speaker {
  readonly #context: AudioContext
  readonly #node: AudioWorkletNode
  readonly #onReport: (report: PlaybackReport) => void
  readonly #known = new Map<string, { position: PlaybackPosition; time: number }>()
  readonly #waiting = new Map<number, (positions: PlaybackPosition[]) => void>()
  #asked = 0

  constructor(context: AudioContext, onReport: (report: PlaybackReport) => void) {
    this.#context = context
    this.#onReport = onReport
    this.#node = new AudioWorkletNode(context, PLAYBACK, { numberOfInputs: 0, outputChannelCount: [2] })
    this.#node.port.onmessage = ({ data }: MessageEvent<PlaybackMessage>) => this.#heard(data)
    this.#node.connect(context.destination)
  }

  play(item: string, pcm: Int16Array): void {
    const copy = Int16Array.from(pcm)
    this.#send({ push: item, pcm: copy }, [copy.buffer])
  }

  end(item: string): void {
    this.#send({ end: item })
  }

  playedMs(item: string): number {
    const known = this.#known.get(item)
    if (!known) return 0
    const { position, time } = known
    const running = position.playedMs < position.receivedMs ? (this.#context.currentTime - time) * 1000 : 0
    const played = Math.min(position.receivedMs, position.playedMs + Math.max(0, running))
    // An item that is over by now was heard to its end as soon as the output's delay has passed.
    const since = position.playedMs < position.receivedMs ? 0 : (this.#context.currentTime - time) * 1000
    return Math.min(position.receivedMs, Math.max(0, played - Math.max(0, this.#latencyMs() - since)))
  }

  async flush(): Promise<PlaybackPosition[]> {
    const number = ++this.#asked
    const answer = new Promise<PlaybackPosition[]>((resolve) => this.#waiting.set(number, resolve))
    this.#send({ flush: number })
    const estimate = later(ANSWER_MS).then(() => [...this.#known.values()].map(({ position }) => position))
    const positions = await Promise.race([answer, estimate])
    this.#waiting.delete(number)
    return positions
  }

  close(): void {
    this.#node.port.onmessage = null
    this.#send({ stop: true })
    this.#node.disconnect()
  }

  /** Seconds of sound on its way are unknown to some browsers: they say 0 or nothing. */
  #latencyMs(): number {
    return (this.#context.outputLatency || this.#context.baseLatency || 0) * 1000
  }

  #send(command: PlaybackCommand, transfer: Transferable[] = []): void {
    this.#node.port.postMessage(command, transfer)
  }

  #heard(message: PlaybackMessage): void {
    const positions = message.positions.map(inMs)
    for (const position of positions) this.#known.set(position.item, { position, time: message.time })
    this.#onReport({ positions, level: message.level, underruns: message.underruns })
    if (message.flushed === undefined) return
    this.#waiting.get(message.flushed)?.(positions)
    this.#known.clear()
  }
}
