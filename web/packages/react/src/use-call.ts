import { BIN_MS, Call, type CallOptions, type CallState, levelToHeight } from '@feedbackyes/realtime'
import { useEffect, useState, useSyncExternalStore } from 'react'

/**
 * The state of a call, always current.
 *
 * @example const { status, lines } = useCall(call)
 */
export const useCall = (call: Call): CallState =>
  // A page that is made on a server shows a call that has not begun.
  useSyncExternalStore(call.subscribe, call.getSnapshot, call.getSnapshot)

/**
 * A call of this component's own, made from the first options and let go when the component goes.
 *
 * @example const call = useOwnCall({ session: { scenario_id: 'late-report' } })
 */
export function useOwnCall(options: CallOptions = {}): Call {
  const [call] = useState(() => new Call(options))
  useEffect(() => () => call.dispose(), [call])
  return call
}

export interface Levels {
  /** 0 (a quiet room) to 1 (a loud voice). */
  learner: number
  partner: number
}

const SILENT: Levels = { learner: 0, partner: 0 }
const UPDATE_MS = 100

/** Both sides' levels right now, ten times a second while the call lasts: for meters. Lanes read `call.levels`. */
export function useLevels(call: Call): Levels {
  const [levels, setLevels] = useState(SILENT)
  const live = useCall(call).status.phase === 'live'
  useEffect(() => {
    if (!live) return setLevels(SILENT)
    const timer = setInterval(() => setLevels(latest(call)), UPDATE_MS)
    return () => clearInterval(timer)
  }, [call, live])
  return levels
}

/** The loudest of the last whole bins. */
function latest(call: Call): Levels {
  const now = Math.floor(call.levels.nowMs / BIN_MS)
  const height = (side: 'learner' | 'partner') =>
    levelToHeight(Math.max(call.levels[side].at(now - 1), call.levels[side].at(now - 2)))
  return { learner: height('learner'), partner: height('partner') }
}
