/** Sound and socket without a browser, for tests of the talk. */
import type { AudioBackend, CallOptions, MicrophoneListener, PlaybackReport, Socket } from '@feedbackyes/realtime'
import { AudioError, type AudioErrorCode, Call } from '@feedbackyes/realtime'

export class FakeSocket implements Socket {
  readyState = 0
  bufferedAmount = 0
  onopen: Socket['onopen'] = null
  onmessage: Socket['onmessage'] = null
  onclose: Socket['onclose'] = null
  onerror: Socket['onerror'] = null
  readonly sent: { type: string; [key: string]: unknown }[] = []
  readonly url: string
  closed: { code: number | undefined; reason: string | undefined } | null = null

  constructor(url: string) {
    this.url = url
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data))
  }

  close(code?: number, reason?: string): void {
    this.readyState = 3
    this.closed = { code, reason }
  }

  /** The server takes us in. */
  greet(): void {
    this.readyState = 1
    ;(this.onopen as (() => void) | null)?.()
    this.say({ type: 'session.created', session: { audio: { input: { turn_detection: { type: 'server_vad' } } } } })
  }

  say(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) })
  }

  drop(code = 1006): void {
    this.readyState = 3
    this.onclose?.({ code, reason: '' })
  }

  types(): string[] {
    return this.sent.map(({ type }) => type)
  }
}

export class FakeAudio implements AudioBackend {
  refuses: AudioErrorCode | null = null
  /** The name of the microphone that is opened next. */
  label = 'Test microphone'
  listener: MicrophoneListener | null = null
  report: ((report: PlaybackReport) => void) | null = null
  readonly played: string[] = []

  async openMicrophone(_: object, listener: MicrophoneListener) {
    if (this.refuses) throw new AudioError(this.refuses)
    this.listener = listener
    return { label: this.label, drain: async () => {}, close: () => {} }
  }

  async openSpeaker(onReport: (report: PlaybackReport) => void) {
    this.report = onReport
    return {
      play: (item: string) => void this.played.push(item),
      end: () => {},
      playedMs: () => 200,
      flush: async () => [],
      close: () => {},
    }
  }

  async chooseOutput(): Promise<void> {}
  async close(): Promise<void> {}
}

/** Makes calls over a fake socket and a fake microphone; the last of each is at hand. */
export class FakeCalls {
  readonly audio = new FakeAudio()
  sockets: FakeSocket[] = []

  readonly make = (options: CallOptions): Call =>
    new Call({
      ...options,
      audio: () => this.audio,
      openSocket: (url) => {
        const socket = new FakeSocket(url)
        this.sockets.push(socket)
        return socket
      },
    })

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('No socket was opened.')
    return socket
  }
}

/** An event stream that a test writes to. */
export function eventStream() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let seq = 0
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given
    },
  })
  const send = (type: string, data: object) => {
    const event = { session_id: 's1', seq: ++seq, t_ms: 0, t_wall: 0, type, data, v: 1 }
    controller?.enqueue(new TextEncoder().encode(`id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`))
  }
  return { response: () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }), send }
}
