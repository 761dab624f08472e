/** When a turn of the learner is over: what a call wants, beside what the server last said that it does. */
import type { CallState } from './call-state.ts'
import type { JsonObject } from './protocol/json.ts'

type Wish = Pick<CallState, 'mode' | 'patienceMs'>

/** null: push-to-talk; undefined: the server has said nothing yet. */
type Detection = JsonObject | null | undefined

/** What to ask the server for. */
export function wantedDetection({ mode, patienceMs }: Wish, said: Detection): JsonObject | null {
  if (mode === 'push-to-talk') return null
  return { ...(said ?? { type: 'server_vad' }), ...(patienceMs !== null && { silence_duration_ms: patienceMs }) }
}

/** A session that is gone on with may have been left in another mode, or with other patience. */
export function disagrees({ mode, patienceMs }: Wish, said: Detection): boolean {
  if (mode === 'text' || said === undefined) return false
  if (mode === 'push-to-talk' || said === null) return (mode === 'push-to-talk') !== (said === null)
  const { silence_duration_ms: silence } = said
  return patienceMs !== null && silence !== undefined && silence !== patienceMs
}
