/** Plays parts of a two-channel recording. */

export interface PlayerState {
  playing: boolean
  positionMs: number
  /** Which part is playing, when it is a quote: as given to `play`. */
  part: string | null
  failed: boolean
}

const STILL: PlayerState = { playing: false, positionMs: 0, part: null, failed: false }

/**
 * One audio element; a quote is a position to seek to and one to stop at. The two channels are mixed to one, because a
 * voice in one ear only is hard to listen to.
 */
export class RecordingPlayer {
  #state = STILL
  #listeners = new Set<() => void>()
  #audio: HTMLAudioElement | undefined
  #context: AudioContext | undefined
  #stopAtMs = Number.POSITIVE_INFINITY
  #frame = 0
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  readonly getSnapshot = (): PlayerState => this.#state
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Who plays on this page: two voices at once help nobody. */
  static #playing: RecordingPlayer | undefined

  /** Plays from `startMs`, to `endMs` when it is given. The same part again stops it. */
  async play(startMs: number, endMs: number | null = null, part: string | null = null): Promise<void> {
    if (part !== null && this.#state.playing && this.#state.part === part) return this.pause()
    if (RecordingPlayer.#playing !== this) RecordingPlayer.#playing?.pause()
    RecordingPlayer.#playing = this
    const audio = this.#open()
    audio.currentTime = startMs / 1000
    this.#stopAtMs = endMs ?? Number.POSITIVE_INFINITY
    this.#set({ part, positionMs: startMs, failed: false })
    try {
      await this.#context?.resume()
      await audio.play()
    } catch (error) {
      // A press on pause before the sound began is no failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.#set({ failed: true, playing: false })
    }
  }

  pause(): void {
    this.#audio?.pause()
  }

  /** Goes on from where it stands, or stops. */
  toggle(): void {
    if (this.#state.playing) this.pause()
    else void this.play(this.#state.positionMs)
  }

  seek(positionMs: number): void {
    this.#stopAtMs = Number.POSITIVE_INFINITY
    this.#open().currentTime = positionMs / 1000
    this.#set({ positionMs, part: null })
  }

  close(): void {
    cancelAnimationFrame(this.#frame)
    this.#audio?.pause()
    this.#audio?.removeAttribute('src')
    if (RecordingPlayer.#playing === this) RecordingPlayer.#playing = undefined
    void this.#context?.close()
    this.#audio = undefined
    this.#context = undefined
  }

  #open(): HTMLAudioElement {
    if (this.#audio) return this.#audio
    const audio = new Audio(this.#url)
    audio.preload = 'auto'
    audio.addEventListener('play', () => this.#follow())
    audio.addEventListener('pause', () => this.#paused())
    audio.addEventListener('ended', () => this.#paused())
    audio.addEventListener('error', () => this.#set({ failed: true, playing: false }))
    this.#mix(audio)
    this.#audio = audio
    return audio
  }

  #mix(audio: HTMLAudioElement): void {
    if (typeof AudioContext === 'undefined') return
    const context = new AudioContext()
    const mono = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit', gain: 1.6 })
    context.createMediaElementSource(audio).connect(mono).connect(context.destination)
    this.#context = context
  }

  /** `timeupdate` comes four times a second: too late to stop at the end of a word. */
  #follow(): void {
    this.#set({ playing: true })
    const look = () => {
      const audio = this.#audio
      if (!audio || audio.paused) return
      const positionMs = audio.currentTime * 1000
      if (positionMs >= this.#stopAtMs) audio.pause()
      this.#set({ positionMs })
      this.#frame = requestAnimationFrame(look)
    }
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(look)
  }

  #paused(): void {
    cancelAnimationFrame(this.#frame)
    this.#set({ playing: false, part: null })
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
