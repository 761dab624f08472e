import { useSyncExternalStore } from 'react'
import { STORE } from '@/early'

/** What this person set on this machine. It never leaves the browser. */
export interface Preferences {
  /** How long the partner waits for you, in milliseconds of silence. */
  patienceMs: number
  pushToTalk: boolean
  microphoneId: string | null
  /** `KeyboardEvent.code` of the key that is held to talk, and of the one that stops the partner. */
  talkKey: string
  stopKey: string
  /** Hints may be asked for in a talk, with a button or this key. */
  hints: boolean
  hintKey: string
  /** Better ears were offered, and not wanted. */
  declinedEars: boolean
  /** The voice service, by name; null leaves it to the scenario and the server. */
  service: string | null
  /** The language of the pages; null takes the browser's. */
  language: string | null
}

export const PATIENCE = { min: 300, max: 6000, step: 100, standard: 1000 } as const
const STANDARD: Preferences = {
  patienceMs: PATIENCE.standard,
  pushToTalk: false,
  microphoneId: null,
  talkKey: 'Space',
  stopKey: 'Escape',
  hints: false,
  hintKey: 'KeyH',
  declinedEars: false,
  service: null,
  language: null,
}

const listeners = new Set<() => void>()
let known: { raw: string | null; value: Preferences } = { raw: null, value: STANDARD }

export function getPreferences(): Preferences {
  const raw = storage()?.getItem(STORE) ?? null
  if (raw !== known.raw) known = { raw, value: { ...STANDARD, ...parse(raw) } }
  return known.value
}

export function setPreferences(change: Partial<Preferences>): void {
  const value = { ...getPreferences(), ...change }
  const raw = JSON.stringify(value)
  storage()?.setItem(STORE, raw)
  known = { raw: storage() ? raw : known.raw, value }
  for (const listener of listeners) listener()
}

export const usePreferences = () => useSyncExternalStore(subscribe, getPreferences)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Some browsers forbid storage altogether; then a choice lasts as long as the page. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}

function parse(raw: string | null): Partial<Preferences> {
  try {
    const value: unknown = JSON.parse(raw ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
