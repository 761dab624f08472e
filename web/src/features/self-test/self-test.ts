/** The self-test: one thing after the other, each with its own result. Nothing that was said is kept. */
import { AudioError, BrowserAudio, type Messages, rms } from '@feedbackyes/realtime'
import { roundTrip } from '@/api/self-test'
import type { Config } from '@/api/types'
import { type Echo, pause, probe } from './echo-probe'
import { type ReplyTime, replyTime } from './reply-time'

/** A result, what went wrong instead, or why it was left out. */
export type Outcome<T> =
  | { value: T }
  | { problem: string }
  | { skipped: 'not_configured' | 'no_consent' | 'no_microphone' }

export interface Results {
  microphone?: Outcome<{ noiseDb: number; voiceDb: number }>
  server?: Outcome<{ middleMs: number; longestMs: number }>
  direct?: Outcome<Echo>
  turn?: Outcome<Echo>
  tcp?: Outcome<Echo>
  reply?: Outcome<ReplyTime>
}

export type Step = keyof Results
export const STEPS: readonly Step[] = ['microphone', 'server', 'direct', 'turn', 'tcp', 'reply']

export interface TestState {
  step: Step | null
  /** What the person should do right now. */
  please: 'be_quiet' | 'speak' | 'say_sentence' | null
  results: Results
  done: boolean
}

const QUIET_MS = 2000
const SPEAK_MS = 3000
const ECHO_MS = 8000
const RELAY_MS = 1500
const ASKED_TIMES = 7
const FLOOR = 1e-5
/** RMS that separates a voice from a room when the microphone was not measured: -40 dBFS. */
const VOICE = 0.01

const BEGINNING: TestState = { step: null, please: null, results: {}, done: false }

export class SelfTest {
  #state = BEGINNING
  readonly #listeners = new Set<() => void>()
  #abort = new AbortController()

  readonly getSnapshot = (): TestState => this.#state
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Runs everything. Call it from a click: the reply wants to be heard. */
  async run(config: Config, messages: Messages, microphoneId: string | null): Promise<void> {
    this.stop()
    const { signal } = this.#abort
    this.#set(BEGINNING)
    const ice = config.ice_servers
    const relays = ice.filter((server) => urls(server).some((url) => url.startsWith('turn')))
    const overTcp = relays.map((server) => ({ ...server, urls: urls(server).filter(isTcp) })).filter(hasUrls)
    await this.#step('microphone', signal, () => this.#listen(microphoneId, signal))
    await this.#step('server', signal, () => askOften(signal))
    const direct = { iceServers: ice, policy: 'all', listenMs: ECHO_MS, signal } as const
    await this.#step('direct', signal, () => probe(direct))
    await this.#relayed('turn', relays, signal)
    await this.#relayed('tcp', overTcp, signal)
    await this.#reply(config, messages, microphoneId, signal)
    if (!signal.aborted) this.#set({ step: null, please: null, done: true })
  }

  stop(): void {
    this.#abort.abort()
    this.#abort = new AbortController()
  }

  async #relayed(step: 'turn' | 'tcp', iceServers: RTCIceServer[], signal: AbortSignal): Promise<void> {
    if (iceServers.length === 0) return this.#result(step, { skipped: 'not_configured' }, signal)
    await this.#step(step, signal, () => probe({ iceServers, policy: 'relay', listenMs: RELAY_MS, signal }))
  }

  async #reply(config: Config, messages: Messages, microphoneId: string | null, signal: AbortSignal): Promise<void> {
    const { microphone } = this.#state.results
    if (config.provider.hosted && config.consents.hosted_voice !== true)
      return this.#result('reply', { skipped: 'no_consent' }, signal)
    if (!microphone || !('value' in microphone)) return this.#result('reply', { skipped: 'no_microphone' }, signal)
    const { noiseDb, voiceDb } = microphone.value
    const threshold = voiceDb > noiseDb + 10 ? 10 ** ((noiseDb + voiceDb) / 40) : VOICE
    const onReady = () => this.#set({ please: 'say_sentence' })
    const transport = config.webrtc ? 'webrtc' : 'websocket'
    await this.#step('reply', signal, () =>
      replyTime({ threshold, transport, messages, microphoneId, onReady, signal }),
    )
  }

  /** Two seconds of the room, then three of a voice. */
  async #listen(microphoneId: string | null, signal: AbortSignal) {
    const audio = new BrowserAudio()
    const levels: number[] = []
    const listener = { onChunk: (pcm: Int16Array) => void levels.push(rms(pcm)), onLost: () => this.stop() }
    try {
      await audio.openMicrophone(microphoneId ? { deviceId: microphoneId } : {}, listener)
      this.#set({ please: 'be_quiet' })
      await pause(QUIET_MS, signal)
      const room = levels.splice(0)
      this.#set({ please: 'speak' })
      await pause(SPEAK_MS, signal)
      if (room.length === 0) throw new AudioError('microphone_busy')
      return { noiseDb: decibels(quantile(room, 0.5)), voiceDb: decibels(quantile(levels, 0.9)) }
    } finally {
      await audio.close()
    }
  }

  async #step<S extends Step>(step: S, signal: AbortSignal, run: () => Promise<ValueOf<S>>): Promise<void> {
    if (signal.aborted) return
    this.#set({ step, please: null })
    try {
      this.#result(step, { value: await run() } as Results[S], signal)
    } catch (error) {
      this.#result(step, { problem: reason(error) } as Results[S], signal)
    }
  }

  #result<S extends Step>(step: S, outcome: Results[S], signal: AbortSignal): void {
    if (!signal.aborted) this.#set({ please: null, results: { ...this.#state.results, [step]: outcome } })
  }

  #set(change: Partial<TestState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of [...this.#listeners]) listener()
  }
}

type ValueOf<S extends Step> = Extract<NonNullable<Results[S]>, { value: unknown }>['value']

async function askOften(signal: AbortSignal) {
  const times: number[] = []
  await roundTrip(signal)
  for (let i = 0; i < ASKED_TIMES; i++) times.push(await roundTrip(signal))
  return { middleMs: quantile(times, 0.5), longestMs: Math.max(...times) }
}

const urls = (server: RTCIceServer): string[] => (typeof server.urls === 'string' ? [server.urls] : [...server.urls])
const isTcp = (url: string) => url.startsWith('turns') || url.includes('transport=tcp')
const hasUrls = (server: { urls: string[] }) => server.urls.length > 0
const decibels = (level: number) => 20 * Math.log10(Math.max(level, FLOOR))
const reason = (error: unknown) =>
  error instanceof AudioError ? error.code : error instanceof Error ? error.message : 'unknown'

/** The value below which the share `q` lies, without interpolation. */
function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
}
