/** How long a reply takes, measured with ears and mouth: from the last voice in the microphone to the first sound. */
import {
  type AudioBackend,
  BrowserAudio,
  Call,
  type Messages,
  type MicrophoneListener,
  type MicrophoneOptions,
  type PlaybackReport,
  rms,
  type Transport,
} from '@feedbackyes/realtime'
import { request } from '@/api/client'
import type { Session } from '@/api/types'
import { within } from './echo-probe'

export interface ReplyTime {
  /** From the call's start to the first event of the server. */
  openMs: number
  /** From the end of speech to the first sound of the reply. */
  replyMs: number
  /** The pause that the server waits for before it answers; it is part of `replyMs`. */
  patienceMs: number
}

interface ReplyOptions {
  /** RMS above which the microphone hears a voice. */
  threshold: number
  /** What a talk would go over. */
  transport: Transport
  messages: Messages
  microphoneId: string | null
  /** The line is open: now somebody should speak. */
  onReady: () => void
  signal: AbortSignal
}

const PATIENCE_MS = 600
const ANSWER_MS = 40_000
/** On a track there is no first sample of a reply, but sound where there was none: -50 dBFS. */
const AUDIBLE = 0.003

/** Holds a short conversation of its own, which is deleted afterwards. Rejects with what went wrong. */
export async function replyTime(options: ReplyOptions): Promise<ReplyTime> {
  const wanted = { recording: false, patience_ms: PATIENCE_MS }
  const { id } = await request<Session>('/api/sessions', { method: 'POST', body: wanted, signal: options.signal })
  const audio = new TimedAudio(options.threshold)
  const call = new Call({
    sessionId: id,
    session: wanted,
    transport: options.transport,
    mode: 'open-mic',
    microphone: options.microphoneId ? { deviceId: options.microphoneId } : {},
    messages: options.messages,
    audio: () => audio,
  })
  try {
    const began = performance.now()
    await within(ANSWER_MS, isLive(call), options.signal)
    const openMs = performance.now() - began
    options.onReady()
    return { openMs, replyMs: await within(ANSWER_MS, audio.reply, options.signal), patienceMs: PATIENCE_MS }
  } finally {
    await call.end()
    call.dispose()
    // Somebody who has left this page has left the session, too; then the server ends it by itself.
    await request(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }).catch(() => undefined)
  }
}

function isLive(call: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    call.subscribe(() => {
      const { status } = call.getSnapshot()
      if (status.phase === 'live') resolve()
      if (status.phase === 'failed') reject(new Error(status.problem.code))
    })
    void call.start()
  })
}

/** The browser's sound, with a look at the clock when somebody was last heard and when the answer sounded. */
class TimedAudio implements AudioBackend {
  readonly reply: Promise<number>
  readonly #inner = new BrowserAudio()
  readonly #threshold: number
  #voiceAt: number | null = null
  #answered: (ms: number) => void = () => {}

  constructor(threshold: number) {
    this.#threshold = threshold
    this.reply = new Promise((resolve) => {
      this.#answered = resolve
    })
  }

  openMicrophone(options: MicrophoneOptions, listener: MicrophoneListener) {
    return this.#inner.openMicrophone(options, {
      onChunk: (pcm) => {
        if (rms(pcm) > this.#threshold) this.#voiceAt = performance.now()
        listener.onChunk(pcm)
      },
      onLost: () => listener.onLost(),
    })
  }

  openSpeaker(onReport: (report: PlaybackReport) => void) {
    return this.#inner.openSpeaker((report) => {
      if (report.positions.some(({ playedMs }) => playedMs > 0)) this.#sounds()
      onReport(report)
    })
  }

  playStream(stream: MediaStream, onReport: (report: PlaybackReport) => void) {
    return this.#inner.playStream(stream, (report) => {
      if (report.level > AUDIBLE) this.#sounds()
      onReport(report)
    })
  }

  chooseOutput(deviceId: string) {
    return this.#inner.chooseOutput(deviceId)
  }

  close() {
    return this.#inner.close()
  }

  #sounds(): void {
    if (this.#voiceAt !== null) this.#answered(performance.now() - this.#voiceAt)
  }
}
