/**
 * A call as small pages see it: connected or not, what each side said, one callback for each thing that happens.
 */
import { Call } from './call.ts'
import type { CallOptions } from './call-options.ts'
import type { CallState, Problem } from './call-state.ts'
import { Observable } from './observable.ts'
import type { ServerEvent } from './protocol/server.ts'

/** A piece of what the learner says, as it is recognised. */
export interface Heard {
  itemId: string
  delta: string
}

/** All that the learner said in one turn. */
export interface Told {
  itemId: string
  transcript: string
}

export interface VoiceChatListener {
  onTranscriptDelta?: ((heard: Heard) => void) | undefined
  onTranscriptDone?: ((told: Told) => void) | undefined
  /** A piece of what the partner says. */
  onResponseDelta?: ((text: string) => void) | undefined
  /** The partner's sound: the stream of a WebRTC call, else PCM16 at 24 kHz, piece by piece. True: the stream is played. */
  onAgentResponse?: ((audio: MediaStream | Int16Array) => unknown) | undefined
  onError?: ((problem: Problem) => void) | undefined
}

export interface VoiceChatOptions {
  /** Of a hosted service. Retired names are mapped, and the embedded engine has one model whatever it is called. */
  model?: string | undefined
  transcriptionModel?: string | undefined
  voice?: string | undefined
  /** Anything else that a call can be told. */
  call?: CallOptions | undefined
}

export interface VoiceChatState {
  isConnected: boolean
  /** The microphone is open and heard. */
  isRecording: boolean
  userTranscript: string
  agentTranscript: string
  call: CallState
}

export class VoiceChat extends Observable {
  readonly call: Call
  /** Whom to tell; may be replaced at any time. */
  listener: VoiceChatListener
  #state: VoiceChatState
  #cleared = new Set<string>()
  #problem: Problem | null = null

  constructor(options: VoiceChatOptions = {}, listener: VoiceChatListener = {}) {
    super()
    this.listener = listener
    this.call = new Call(this.#callOptions(options))
    this.#state = this.#read()
    this.call.subscribe(() => this.#update())
  }

  readonly getSnapshot = (): VoiceChatState => this.#state

  readonly connect = (): Promise<void> => this.call.start()

  readonly disconnect = (): Promise<void> => this.call.end()

  /** Says `text` instead of speaking it. */
  readonly sendMessage = (text: string): Promise<void> => this.call.sendText(text)

  /** Closes the microphone, or opens it again. */
  readonly toggleRecording = (): void => this.call.setMuted(!this.call.getSnapshot().muted)

  /** Empties both transcripts; what is said from now on appears in them. */
  readonly clearTranscripts = (): void => {
    this.#cleared = new Set(this.call.getSnapshot().lines.map(({ id }) => id))
    this.#update()
  }

  /** Lets go of the call at once; another one may be begun. */
  dispose(): void {
    this.call.dispose()
  }

  #callOptions({ model, transcriptionModel, voice, call = {} }: VoiceChatOptions): CallOptions {
    return {
      transport: 'webrtc',
      ...call,
      transcriptionModel,
      session: { ...(voice && { voice }), ...(model && { model }), ...call.session },
      onAudio: (pcm) => {
        call.onAudio?.(pcm)
        this.listener.onAgentResponse?.(pcm)
      },
      onStream: (stream) => [call.onStream?.(stream), this.listener.onAgentResponse?.(stream)].includes(true),
      onServerEvent: (event) => {
        call.onServerEvent?.(event)
        this.#tell(event)
      },
    }
  }

  #tell(event: ServerEvent): void {
    const { listener } = this
    if (event.type === 'conversation.item.input_audio_transcription.delta')
      listener.onTranscriptDelta?.({ itemId: event.itemId, delta: event.delta })
    else if (event.type === 'conversation.item.input_audio_transcription.completed')
      listener.onTranscriptDone?.({ itemId: event.itemId, transcript: event.transcript })
    else if (event.type === 'response.output_audio_transcript.delta' || event.type === 'response.output_text.delta')
      listener.onResponseDelta?.(event.delta)
  }

  #read(): VoiceChatState {
    const call = this.call.getSnapshot()
    const { phase } = call.status
    const isConnected = phase === 'live' || phase === 'reconnecting'
    const said = (speaker: 'learner' | 'partner') =>
      call.lines
        .filter((line) => line.speaker === speaker && line.text && !this.#cleared.has(line.id))
        .map(({ text }) => text)
        .join('\n')
    return {
      isConnected,
      isRecording: isConnected && call.mode !== 'text' && !call.muted,
      userTranscript: said('learner'),
      agentTranscript: said('partner'),
      call,
    }
  }

  #update(): void {
    this.#state = this.#read()
    const { status, soundProblem } = this.#state.call
    const problem = status.phase === 'failed' ? status.problem : soundProblem
    if (problem && problem !== this.#problem) this.listener.onError?.(problem)
    this.#problem = problem
    this.changed()
  }
}
