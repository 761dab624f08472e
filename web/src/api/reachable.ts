/** Whether the server answered the last request, whoever asked: pages that show what they had must say so. */
import { useSyncExternalStore } from 'react'

let value = true
const listeners = new Set<() => void>()

export const reachable = {
  set(next: boolean) {
    if (next === value) return
    value = next
    for (const listener of listeners) listener()
  },
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useReachable = () => useSyncExternalStore(subscribe, () => value)
