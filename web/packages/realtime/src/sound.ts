/** The sound of one call: its microphone, which may be changed or go away, and its speaker. */
import {
  type AudioBackend,
  AudioError,
  type AudioErrorCode,
  type Microphone,
  type MicrophoneOptions,
  type PlaybackReport,
  type Speaker,
  type StreamSpeaker,
} from './audio/backend.ts'

export interface SoundListener {
  onChunk: (pcm: Int16Array) => void
  onReport: (report: PlaybackReport) => void
  /** The partner's sound, of a stream. */
  onPartner: (pcm: Int16Array) => void
  /** A microphone is open; `label` is its name. */
  onMicrophone: (label: string, track: MediaStreamTrack | null) => void
  /** Something is wrong while the call goes on. */
  onProblem: (code: AudioErrorCode | 'microphone_lost') => void
}

export class Sound {
  readonly #audio: AudioBackend
  readonly #listener: SoundListener
  #options: MicrophoneOptions
  #microphone: Microphone | null = null
  #stream: StreamSpeaker | null = null
  #closed = false

  constructor(audio: AudioBackend, options: MicrophoneOptions, listener: SoundListener) {
    this.#audio = audio
    this.#options = options
    this.#listener = listener
  }

  /** Rejects with `AudioError`. */
  async openMicrophone(): Promise<void> {
    const microphone = await this.#request().catch((error: unknown) => {
      // The device that was chosen once may be in a drawer by now; then whatever there is will do.
      const gone = error instanceof AudioError && error.code === 'microphone_missing' && this.#options.deviceId
      if (!gone) throw error
      this.#options = { ...this.#options, deviceId: undefined }
      return this.#request()
    })
    if (this.#closed) return microphone.close()
    this.closeMicrophone()
    this.#microphone = microphone
    this.#tellMicrophone()
  }

  /** The microphone's track, where there is one. */
  get track(): MediaStreamTrack | null {
    return this.#microphone?.track ?? null
  }

  /** Rejects with `AudioError`. */
  openSpeaker(): Promise<Speaker> {
    return this.#audio.openSpeaker(this.#listener.onReport)
  }

  /** Plays the partner's stream in place of the one before. */
  async playStream(stream: MediaStream): Promise<void> {
    try {
      const speaker = await this.#audio.playStream?.(stream, this.#listener.onReport, this.#listener.onPartner)
      this.closeStream()
      if (this.#closed) speaker?.close()
      else this.#stream = speaker ?? null
    } catch (error) {
      this.#tell(error)
    }
  }

  closeStream(): void {
    this.#stream?.close()
    this.#stream = null
  }

  /** Changes the microphone; the old one is let go first, because some devices open only once. */
  async chooseMicrophone(deviceId: string): Promise<void> {
    this.#options = { ...this.#options, deviceId }
    await this.#replaceMicrophone()
  }

  async chooseOutput(deviceId: string): Promise<void> {
    await this.#audio.chooseOutput(deviceId).catch((error: unknown) => this.#tell(error))
  }

  /** Delivers what the microphone has heard up to now. */
  async drain(): Promise<void> {
    await this.#microphone?.drain()
  }

  closeMicrophone(): void {
    this.#microphone?.close()
    this.#microphone = null
  }

  close(): void {
    this.#closed = true
    this.closeMicrophone()
    this.closeStream()
    void this.#audio.close()
  }

  #request(): Promise<Microphone> {
    return this.#audio.openMicrophone(this.#options, {
      onChunk: (pcm) => this.#listener.onChunk(pcm),
      onLost: () => {
        this.#listener.onProblem('microphone_lost')
        void this.#replaceMicrophone()
      },
      onMuted: (muted) => {
        if (muted) this.#listener.onProblem('microphone_busy')
        else this.#tellMicrophone()
      },
    })
  }

  async #replaceMicrophone(): Promise<void> {
    this.closeMicrophone()
    await this.openMicrophone().catch((error: unknown) => this.#tell(error))
  }

  #tellMicrophone(): void {
    if (this.#microphone) this.#listener.onMicrophone(this.#microphone.label, this.track)
  }

  #tell(error: unknown): void {
    if (!this.#closed) this.#listener.onProblem(error instanceof AudioError ? error.code : 'audio_unsupported')
  }
}
