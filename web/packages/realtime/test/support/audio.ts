import {
  type AudioBackend,
  AudioError,
  type Microphone,
  type MicrophoneListener,
  type MicrophoneOptions,
  type PlaybackPosition,
  type PlaybackReport,
  type Speaker,
} from '../../src/audio/backend.ts'
import { samplesToMs, WIRE_RATE_HZ } from '../../src/audio/pcm.ts'
import { Playout, type PlayoutPosition } from '../../src/audio/playout.ts'
import { Resampler } from '../../src/audio/resampler.ts'

const inMs = ({ item, played, received, ended }: PlayoutPosition): PlaybackPosition => ({
  item,
  playedMs: samplesToMs(played),
  receivedMs: samplesToMs(received),
  ended,
})

/** The real playback queue; time passes only when the test says so. */
export class TestSpeaker implements Speaker {
  readonly #playout = new Playout(Resampler, WIRE_RATE_HZ, WIRE_RATE_HZ)
  readonly #onReport: (report: PlaybackReport) => void
  #positions: PlaybackPosition[] = []
  closed = false

  constructor(onReport: (report: PlaybackReport) => void) {
    this.#onReport = onReport
  }

  /** Plays for `ms`, then reports. */
  advance(ms: number): void {
    const output = new Float32Array((ms * WIRE_RATE_HZ) / 1000)
    this.#playout.render(output)
    this.#positions = this.#playout.positions().map(inMs)
    const level = Math.sqrt(output.reduce((sum, x) => sum + x * x, 0) / output.length)
    this.#onReport({ positions: this.#positions, level, underruns: this.#playout.underruns })
  }

  play(item: string, pcm: Int16Array): void {
    this.#playout.push(item, pcm)
  }

  end(item: string): void {
    this.#playout.end(item)
  }

  playedMs(item: string): number {
    return this.#positions.find((position) => position.item === item)?.playedMs ?? 0
  }

  async flush(): Promise<PlaybackPosition[]> {
    return this.#playout.flush().map(inMs)
  }

  close(): void {
    this.closed = true
  }
}

export class TestMicrophone implements Microphone {
  readonly label: string
  readonly listener: MicrophoneListener
  /** What `drain` delivers. */
  rest: Int16Array = new Int16Array()
  closed = false

  constructor(label: string, listener: MicrophoneListener) {
    this.label = label
    this.listener = listener
  }

  /** `ms` of a steady level, in chunks of 20 ms. */
  hear(ms: number, value = 8192): void {
    for (let at = 0; at < ms; at += 20) this.listener.onChunk(new Int16Array(480).fill(value))
  }

  async drain(): Promise<void> {
    if (this.rest.length > 0) this.listener.onChunk(this.rest)
  }

  close(): void {
    this.closed = true
  }
}

export class TestAudio implements AudioBackend {
  microphone!: TestMicrophone
  speaker!: TestSpeaker
  closed = false
  output = ''
  /** Devices that are not there. */
  readonly missing = new Set<string>()
  /** Thrown by the next request for a microphone, or for the speaker. */
  microphoneError: Error | null = null
  speakerError: Error | null = null

  async openMicrophone(options: MicrophoneOptions, listener: MicrophoneListener): Promise<Microphone> {
    if (this.microphoneError) throw this.microphoneError
    if (this.missing.has(options.deviceId ?? '')) throw new AudioError('microphone_missing')
    this.microphone = new TestMicrophone(options.deviceId ?? 'default', listener)
    return this.microphone
  }

  async openSpeaker(onReport: (report: PlaybackReport) => void): Promise<Speaker> {
    if (this.speakerError) throw this.speakerError
    this.speaker = new TestSpeaker(onReport)
    return this.speaker
  }

  async chooseOutput(deviceId: string): Promise<void> {
    this.output = deviceId
  }

  async close(): Promise<void> {
    this.closed = true
  }
}
