import { type CallOptions, pcm16ToBase64, type Socket } from '@feedbackyes/realtime'
import { TestAudio } from '../../realtime/test/support/audio.ts'

type Message = Record<string, unknown>

/** A server inside the page: what a component says to it is kept, what it says comes when the test wants. */
export class FakeServer {
  readonly audio = new TestAudio()
  readonly sent: Message[] = []
  readonly urls: string[] = []
  readonly requests: string[] = []
  greeting: Message = { type: 'session.created', session: {} }
  #socket: Socket | undefined
  #stream: ReadableStreamDefaultController<Uint8Array> | undefined
  #seq = 0

  get options(): CallOptions {
    return { fetch: this.#fetch, audio: () => this.audio, openSocket: (url) => this.#open(url) }
  }

  say(message: Message): void {
    this.#socket?.onmessage?.({ data: JSON.stringify(message) })
  }

  /** Adds to the session's event stream. */
  store(type: string, data: Message): void {
    const event = JSON.stringify({ seq: ++this.#seq, type, data })
    this.#stream?.enqueue(new TextEncoder().encode(`data: ${event}\n\n`))
  }

  /** A second of the partner's voice. */
  speak(itemId: string, text: string): void {
    this.say({ type: 'response.output_audio_transcript.delta', item_id: itemId, delta: text })
    this.say({ type: 'response.output_audio.delta', item_id: itemId, delta: pcm16ToBase64(new Int16Array(24000)) })
  }

  readonly #fetch: typeof fetch = async (input, init) => {
    const path = String(input)
    this.requests.push(`${init?.method ?? 'GET'} ${path}`)
    if (path.endsWith('/events')) {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          this.#stream = controller
        },
      })
      return new Response(body)
    }
    return Response.json({ id: 'made', state: 'ended', end_reason: 'stopped' })
  }

  #open(url: string): Socket {
    this.urls.push(url)
    const socket: Socket = {
      readyState: 1,
      bufferedAmount: 0,
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (data) => void this.sent.push(JSON.parse(data)),
      close: (code, reason) => {
        if (code === 1000 && reason === 'end') this.store('session.state', { state: 'ended', reason: 'completed' })
      },
    }
    this.#socket = socket
    queueMicrotask(() => {
      socket.onopen?.({} as never)
      this.say(this.greeting)
    })
    return socket
  }
}
