/**
 * The simple voice socket `/ws/audio`: samples up, sound down, and nothing else.
 *
 * ```
 * idle ─→ connecting ─→ ready ─→ ended
 *            any ─→ failed       ended, failed ─→ connect() again
 * ```
 * While it is ready, `activity` says what goes on: Responding wins over Recording.
 */
import { Api, type ApiOptions } from './api.ts'
import type { AudioBackend, Microphone, MicrophoneOptions, Speaker } from './audio/backend.ts'
import { base64ToPcm16 } from './audio/base64.ts'
import { BrowserAudio } from './audio/browser.ts'
import { pcm16ToFloat, WIRE_RATE_HZ } from './audio/pcm.ts'
import { describe, describeError, type Problem } from './call-state.ts'
import { openWebSocket, type Socket, type SocketFactory } from './connection.ts'
import { MESSAGES, type Messages } from './messages.ts'
import { Observable } from './observable.ts'
import { type JsonObject, parseObject, textAt } from './protocol/json.ts'

export type SimpleVoiceActivity = 'idle' | 'recording' | 'responding'

export interface SimpleVoiceState {
  phase: 'idle' | 'connecting' | 'ready' | 'ended' | 'failed'
  activity: SimpleVoiceActivity
  recording: boolean
  sessionId: string | null
  /** Why a message was refused; the session lives on. */
  notice: string | null
  problem: Problem | null
}

export interface SimpleVoiceOptions extends ApiOptions {
  microphone?: MicrophoneOptions | undefined
  messages?: Messages | undefined
  audio?: (() => AudioBackend) | undefined
  openSocket?: SocketFactory | undefined
}

const START: SimpleVoiceState = {
  phase: 'idle',
  activity: 'idle',
  recording: false,
  sessionId: null,
  notice: null,
  problem: null,
}
/** Everything that comes is one stream of sound. */
const ITEM = 'reply'
const OPEN = 1

export class SimpleVoice extends Observable {
  readonly #options: SimpleVoiceOptions
  readonly #api: Api
  #state = START
  #socket: Socket | null = null
  #audio: AudioBackend | null = null
  #microphone: Microphone | null = null
  #speaker: Promise<Speaker> | null = null
  #sounding = false

  constructor(options: SimpleVoiceOptions = {}) {
    super()
    this.#options = options
    this.#api = new Api(options)
  }

  readonly getSnapshot = (): SimpleVoiceState => this.#state

  /** Opens the socket; the server answers with the session's id. */
  connect(): void {
    if (this.#state.phase === 'connecting' || this.#state.phase === 'ready') return
    this.#set({ ...START, phase: 'connecting' })
    const url = this.#api.socketUrl('/ws/audio', { sample_rate: WIRE_RATE_HZ })
    const socket = (this.#options.openSocket ?? openWebSocket)(url, this.#api.socketProtocols)
    this.#socket = socket
    socket.onmessage = ({ data }) => {
      const message = typeof data === 'string' ? parseObject(data) : null
      if (message) this.#take(message)
    }
    socket.onerror = () => {}
    socket.onclose = ({ reason }) => this.#closed(reason)
  }

  /** Start Recording. Call it from a click. */
  async startRecording(): Promise<void> {
    if (this.#state.phase !== 'ready' || this.#state.recording) return
    this.#set({ recording: true, notice: null, problem: null })
    try {
      const microphone = await this.#sound().openMicrophone(this.#options.microphone ?? {}, {
        onChunk: (pcm) => this.#sendSamples(pcm),
        onLost: () => this.stopRecording(),
      })
      if (this.#state.recording) this.#microphone = microphone
      else microphone.close()
    } catch (error) {
      this.#set({ recording: false, problem: this.#problem(error) })
    }
  }

  stopRecording(): void {
    this.#microphone?.close()
    this.#microphone = null
    this.#set({ recording: false })
  }

  /** End Session: asks the server to stop it for both sides. */
  async endSession(): Promise<void> {
    const { sessionId } = this.#state
    this.stopRecording()
    try {
      if (sessionId) await this.#api.forceStop(sessionId)
    } catch (error) {
      this.#set({ problem: this.#problem(error) })
    }
    // The server's own `session_end` may have been first, and a new session begun since.
    if (this.#state.sessionId === sessionId && this.#state.phase === 'ready') this.#finish('ended')
  }

  /** Lets go of everything at once. */
  dispose(): void {
    if (this.#state.phase !== 'idle') this.#finish('idle')
  }

  #take(message: JsonObject): void {
    const type = textAt(message, 'type')
    if (type === 'session_id') this.#set({ phase: 'ready', sessionId: textAt(message, 'session_id') || null })
    else if (type === 'audio_chunk') void this.#play(textAt(message, 'audio'))
    else if (type === 'interrupted') void this.#silence()
    else if (type === 'session_end') this.#finish('ended')
    else if (type === 'error') this.#set({ notice: textAt(message, 'message') || textAt(message, 'code') })
  }

  async #play(audio: string): Promise<void> {
    const pcm = base64ToPcm16(audio)
    if (!pcm) return
    try {
      this.#speaker ??= this.#sound().openSpeaker(({ positions }) => {
        this.#sounding = positions.some((position) => position.playedMs < position.receivedMs)
        this.#set({})
      })
      const speaker = await this.#speaker
      if (this.#state.phase !== 'ready') return
      speaker.play(ITEM, pcm)
      this.#sounding = true
      this.#set({})
    } catch (error) {
      this.#speaker = null
      this.#set({ problem: this.#problem(error) })
    }
  }

  /** The learner speaks: what waits to be played is void. */
  async #silence(): Promise<void> {
    await (await this.#speaker)?.flush()
    this.#sounding = false
    this.#set({})
  }

  #sendSamples(pcm: Int16Array): void {
    if (this.#socket?.readyState !== OPEN) return
    // Four decimals are finer than 13 bits, and keep the message to a third of what JSON makes of a float.
    const audio = Array.from(pcm16ToFloat(pcm), (sample) => Math.round(sample * 1e4) / 1e4)
    this.#socket.send(JSON.stringify({ audio }))
  }

  #closed(reason: string): void {
    const { phase } = this.#state
    if (phase === 'ready') this.#finish('ended')
    else if (phase === 'connecting') {
      this.#finish('failed', describe(this.#options.messages ?? MESSAGES, 'connection_refused', reason))
    }
  }

  #finish(phase: 'idle' | 'ended' | 'failed', problem: Problem | null = this.#state.problem): void {
    this.#microphone?.close()
    this.#microphone = null
    const socket = this.#socket
    this.#socket = null
    if (socket) {
      socket.onclose = null
      socket.onmessage = null
      socket.close(1000, '')
    }
    void this.#audio?.close()
    this.#audio = null
    this.#speaker = null
    this.#sounding = false
    this.#set({ phase, recording: false, problem })
  }

  #sound(): AudioBackend {
    this.#audio ??= (this.#options.audio ?? (() => new BrowserAudio()))()
    return this.#audio
  }

  #problem(error: unknown): Problem {
    return describeError(this.#options.messages ?? MESSAGES, error)
  }

  #set(change: Partial<SimpleVoiceState>): void {
    const next = { ...this.#state, ...change }
    next.activity = this.#sounding ? 'responding' : next.recording ? 'recording' : 'idle'
    const keys = Object.keys(next) as (keyof SimpleVoiceState)[]
    if (keys.every((key) => next[key] === this.#state[key])) return
    this.#state = next
    this.changed()
  }
}
