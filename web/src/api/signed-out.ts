/** Whether the server has stopped knowing who this is: any request may find out, and the page shows it in one place. */
import { useSyncExternalStore } from 'react'

let value = false
const listeners = new Set<() => void>()

export const signedOut = {
  get: () => value,
  set(next: boolean) {
    if (next === value) return
    value = next
    for (const listener of listeners) listener()
  },
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

export const useSignedOut = () => useSyncExternalStore(signedOut.subscribe, signedOut.get)

/** A refusal that is about what was typed, not about who this is. */
const OWN_REFUSALS = new Set(['wrong_credentials', 'wrong_password'])

/** Looks at a refused answer's status and code. */
export function noteRefusal(status: number, code: string | undefined): void {
  if (status === 401 && !(code && OWN_REFUSALS.has(code))) signedOut.set(true)
}

/** `fetch`, for parts that ask on their own, such as a live talk. */
export async function watchedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init)
  noteRefusal(response.status, undefined)
  return response
}
