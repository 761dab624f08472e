import {
  type AudioBackend,
  type AudioDevice,
  AudioError,
  type AudioErrorCode,
  BrowserAudio,
  listDevices,
  type Microphone,
  onDevicesChanged,
  rms,
  samplesToMs,
  WIRE_RATE_HZ,
} from '@feedbackyes/realtime'
import { wav } from '@/lib/wav'

const SAMPLE_MS = 3000
/** RMS above which somebody is speaking rather than a room humming: -40 dBFS. */
const SPEECH = 0.01
/** Chunks of 20 ms are too short to look at: the level falls slowly. */
const FALL = 0.8

export interface CheckState {
  phase: 'off' | 'opening' | 'on' | 'recording' | 'playing'
  problem: AudioErrorCode | null
  /** Speech was heard since the microphone was opened. */
  heard: boolean
  microphones: AudioDevice[]
  /** The last sample of one's own voice, as a URL. */
  sample: string | null
}

const OFF: CheckState = { phase: 'off', problem: null, heard: false, microphones: [], sample: null }

/**
 * Tries the microphone before a talk, through the same path that the talk uses: its level, and three seconds to listen
 * to. Nothing leaves the browser.
 */
export class MicrophoneCheck {
  #state = OFF
  #listeners = new Set<() => void>()
  #audio: AudioBackend | null = null
  #microphone: Microphone | null = null
  #level = 0
  #sample: Int16Array[] = []
  #player: HTMLAudioElement | null = null
  #opened = 0
  readonly #makeAudio: () => AudioBackend
  readonly #unwatch = onDevicesChanged(() => void this.#list())

  constructor(makeAudio: () => AudioBackend = () => new BrowserAudio()) {
    this.#makeAudio = makeAudio
  }

  readonly getSnapshot = (): CheckState => this.#state
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** The level right now: RMS, 0 to 1. */
  readonly level = (): number => this.#level

  /** Opens the microphone, another one when it is open already. A problem is told in the state. */
  async open(deviceId: string | null): Promise<void> {
    this.#release()
    const turn = ++this.#opened
    this.#set({ phase: 'opening', problem: null, heard: false })
    try {
      const microphone = await this.#ask(deviceId)
      if (turn !== this.#opened) return microphone.close()
      this.#microphone = microphone
      this.#set({ phase: 'on' })
      await this.#list()
    } catch (error) {
      if (turn === this.#opened)
        this.#set({ phase: 'off', problem: error instanceof AudioError ? error.code : 'microphone_failed' })
    }
  }

  /** The device that was chosen last time may be in a drawer by now: then any will do. */
  async #ask(deviceId: string | null): Promise<Microphone> {
    this.#audio ??= this.#makeAudio()
    const audio = this.#audio
    const listener = { onChunk: (pcm: Int16Array) => this.#heard(pcm), onLost: () => this.#lost() }
    try {
      return await audio.openMicrophone(deviceId ? { deviceId } : {}, listener)
    } catch (error) {
      if (!deviceId || !(error instanceof AudioError) || error.code !== 'microphone_missing') throw error
      return audio.openMicrophone({}, listener)
    }
  }

  #heard(pcm: Int16Array): void {
    const level = rms(pcm)
    this.#level = Math.max(level, this.#level * FALL)
    if (level > SPEECH && !this.#state.heard) this.#set({ heard: true })
    if (this.#state.phase !== 'recording') return
    this.#sample.push(Int16Array.from(pcm))
    if (samplesToMs(this.#sample.reduce((sum, part) => sum + part.length, 0)) >= SAMPLE_MS) this.#sampled()
  }

  #lost(): void {
    this.#release()
    this.#set({ phase: 'off', problem: 'microphone_missing' })
  }

  /** Records three seconds, then plays them. */
  record(): void {
    if (this.#state.phase !== 'on') return
    this.#sample = []
    this.#set({ phase: 'recording' })
  }

  #sampled(): void {
    if (this.#state.sample) URL.revokeObjectURL(this.#state.sample)
    this.#set({ phase: 'on', sample: URL.createObjectURL(wav(this.#sample, WIRE_RATE_HZ)) })
    void this.play()
  }

  async play(): Promise<void> {
    if (!this.#state.sample || this.#state.phase !== 'on') return
    const player = new Audio(this.#state.sample)
    const done = () => this.#player === player && this.#set({ phase: 'on' })
    this.#player = player
    player.onended = done
    this.#set({ phase: 'playing' })
    await player.play().catch(done)
  }

  /** Lets the microphone go, so that the talk can have it. */
  close(): void {
    this.#opened++
    this.#release()
    this.#unwatch()
    void this.#audio?.close()
    this.#audio = null
    if (this.#state.sample) URL.revokeObjectURL(this.#state.sample)
    this.#set({ phase: 'off', sample: null })
  }

  #release(): void {
    this.#player?.pause()
    this.#player = null
    this.#microphone?.close()
    this.#microphone = null
    this.#level = 0
  }

  async #list(): Promise<void> {
    const devices = await listDevices()
    this.#set({ microphones: devices.filter((device) => device.kind === 'microphone' && device.label !== '') })
  }

  #set(change: Partial<CheckState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of [...this.#listeners]) listener()
  }
}

/** True when the microphone can be opened without a question and sound be heard without a click. */
export async function opensByItself(): Promise<boolean> {
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return false
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state === 'granted'
  } catch {
    return false
  }
}
