/** What a call needs of sound. `BrowserAudio` is the real thing; tests bring their own. */

export interface MicrophoneOptions {
  /** As `MediaDeviceInfo.deviceId` says; the system's choice without. */
  deviceId?: string | undefined
  /** All three are on unless told otherwise. */
  echoCancellation?: boolean | undefined
  noiseSuppression?: boolean | undefined
  autoGainControl?: boolean | undefined
}

export interface MicrophoneListener {
  /** Mono, 24 kHz, 20 ms unless the microphone was drained. */
  onChunk(pcm: Int16Array): void
  /** The device was unplugged or taken away. */
  onLost(): void
  /** The system gives its sound to somebody else, a phone call for instance, or gives it back. */
  onMuted?(muted: boolean): void
}

export interface Microphone {
  /** The device's name as the system shows it; empty when it does not say. */
  readonly label: string
  /** The same sound as a track, for a connection that carries tracks. */
  readonly track?: MediaStreamTrack | undefined
  /** Delivers what has been heard up to now, then resolves. */
  drain(): Promise<void>
  close(): void
}

/** How far one item's playback is. All in milliseconds of audio. */
export interface PlaybackPosition {
  item: string
  /** What has left for the output. */
  playedMs: number
  receivedMs: number
  /** All of it has come. */
  ended: boolean
}

export interface PlaybackReport {
  /** Items not over yet; one that is over is told once, with `playedMs` equal to `receivedMs`. */
  positions: PlaybackPosition[]
  /** RMS of the last `BIN_MS` of output, 0 to 1. */
  level: number
  /** How often the sound ran out in the middle of an item. */
  underruns: number
}

export interface Speaker {
  play(item: string, pcm: Int16Array): void
  /** No more of `item` will come. */
  end(item: string): void
  /** What of `item` has been *heard* by now: played, less the time that sound is on its way to the ear. */
  playedMs(item: string): number
  /**
   * Stops at once, throws away what was not played and says how far each item came. Sound that had already left for
   * the output will still be heard, so it counts as played.
   */
  flush(): Promise<PlaybackPosition[]>
  close(): void
}

/** The partner's voice as a stream, being heard. */
export interface StreamSpeaker {
  close(): void
}

export interface AudioBackend {
  openMicrophone(options: MicrophoneOptions, listener: MicrophoneListener): Promise<Microphone>
  openSpeaker(onReport: (report: PlaybackReport) => void): Promise<Speaker>
  /** Plays a stream; reports come with its level and without positions. `onChunk` gets what is played, as of a microphone. */
  playStream?(
    stream: MediaStream,
    onReport: (report: PlaybackReport) => void,
    onChunk?: (pcm: Int16Array) => void,
  ): Promise<StreamSpeaker>
  /** Sends the sound to another device; rejects where the browser cannot. */
  chooseOutput(deviceId: string): Promise<void>
  close(): Promise<void>
}

/** Rejection of the `open…` methods. `code` is one of `MESSAGES.problems`. */
export class AudioError extends Error {
  readonly code: AudioErrorCode

  constructor(code: AudioErrorCode, cause?: unknown) {
    super(code, { cause })
    this.name = 'AudioError'
    this.code = code
  }
}

export type AudioErrorCode =
  | 'insecure_context'
  | 'audio_unsupported'
  | 'audio_blocked'
  | 'microphone_denied'
  | 'microphone_missing'
  | 'microphone_busy'
  | 'microphone_failed'
