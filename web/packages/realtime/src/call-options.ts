/** What a call is to be, and what it is to work with. */
import type { ApiOptions, NewSession } from './api.ts'
import type { AudioBackend, MicrophoneOptions } from './audio/backend.ts'
import type { CallMode, Transport } from './call-state.ts'
import type { SocketFactory } from './connection.ts'
import type { Messages } from './messages.ts'
import type { ServerEvent } from './protocol/server.ts'
import type { PieceStore } from './tape-store.ts'

export interface CallOptions extends ApiOptions {
  /** Go on in this session; a new one is made without. */
  sessionId?: string | undefined
  /** What a new session should be. */
  session?: NewSession | undefined
  mode?: CallMode | undefined
  /** `webrtc` falls back to `websocket`, which is also what is used without, and that to `steps`: plain requests. */
  transport?: Transport | undefined
  microphone?: MicrophoneOptions | undefined
  messages?: Messages | undefined
  /** How long the server keeps a session whose browser is gone (`/api/config`, `resume_seconds`). */
  resumeSeconds?: number | undefined
  /** The partner's sound as it comes: PCM16, 24 kHz. */
  onAudio?: ((pcm: Int16Array) => void) | undefined
  /** The partner's sound where it comes on a track (WebRTC). True: it is played there, and not here. */
  onStream?: ((stream: MediaStream) => unknown) | undefined
  /** Of a hosted service: what writes down what the learner says. */
  transcriptionModel?: string | undefined
  onServerEvent?: ((event: ServerEvent) => void) | undefined
  /** Replaceable, for tests and other platforms. */
  audio?: (() => AudioBackend) | undefined
  openSocket?: SocketFactory | undefined
  createPeer?: ((configuration: RTCConfiguration) => RTCPeerConnection) | undefined
  backoffMs?: readonly number[] | undefined
  pieces?: PieceStore | undefined
}
