/**
 * What a call tells about itself.
 *
 * ```
 * idle ─→ requesting-microphone ─→ connecting ─→ live ⇄ reconnecting
 *   (text: no microphone) ────────────↗           │ end()      │
 *                                              ending ─────→ ended
 *        any of them ─→ failed                 ended, failed ─→ start() again
 * ```
 */
import { ApiError } from './api.ts'
import { AudioError } from './audio/backend.ts'
import type { Activity, Cost, Notice } from './conversation.ts'
import type { Followed } from './followers.ts'
import type { Messages } from './messages.ts'
import type { Line } from './transcript.ts'

/** What went wrong and what to do. */
export interface Problem {
  code: string
  message: string
  action: string
}

export type CallStatus =
  | { phase: 'idle' }
  | { phase: 'requesting-microphone' }
  | { phase: 'connecting' }
  | { phase: 'live'; activity: Activity }
  | { phase: 'reconnecting'; attempt: number }
  | { phase: 'ending' }
  | { phase: 'ended'; reason: string; message: string }
  | { phase: 'failed'; problem: Problem }

/** Open microphone, hold to talk, or no microphone at all. */
export type CallMode = 'open-mic' | 'push-to-talk' | 'text'

/** What carries voice and events; `steps`: plain requests, by which one takes turns. */
export type Transport = 'webrtc' | 'websocket' | 'steps'

export interface CallState {
  status: CallStatus
  sessionId: string | null
  mode: CallMode
  transport: Transport
  /** Why the call goes another way than it was asked to. */
  fallback: string | null
  muted: boolean
  /** The button is held (push-to-talk). */
  talking: boolean
  learnerSpeaking: boolean
  /** Drafts and final turns, in order. */
  lines: readonly Line[]
  /** Passing: a warning of the server, an error that did not end the call. */
  notice: Notice | null
  /** What the talk has cost so far; null until the server has said so. */
  cost: Cost | null
  /** Who follows the talk with the learner's consent, and what they whisper. */
  followed: Followed
  /** What is wrong with the sound while the call goes on. */
  soundProblem: Problem | null
  /** The microphone in use, as the system names it. */
  microphone: string
  /** When the call first went live, Unix milliseconds. */
  startedAt: number | null
  /** Silence after which the learner's turn is over; null is the server's own choice. */
  patienceMs: number | null
}

/** Reasons of an end that mean that something broke. */
export const BROKEN: ReadonlySet<string> = new Set(['provider_lost', 'provider_unreachable', 'slow_reader', 'crashed'])

export const isOver = (status: CallStatus): boolean =>
  status.phase === 'idle' || status.phase === 'ended' || status.phase === 'failed'

/** The words for a code; the server's own sentence wins over ours when the code is not known. */
export function describe(messages: Messages, code: string, serverSays = ''): Problem {
  const known = messages.problems[code]
  if (known) return { code, ...known }
  return { code, message: serverSays || messages.unknown.message, action: messages.unknown.action }
}

/** The words for what was thrown. */
export function describeError(messages: Messages, error: unknown): Problem {
  if (error instanceof ApiError) return describe(messages, error.code, error.message)
  return describe(messages, error instanceof AudioError ? error.code : 'unknown')
}
