import type { CallState } from '@feedbackyes/realtime'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

/** What is going on, as one word: for the page's words, its colours and its tests. */
export type Going =
  | 'microphone'
  | 'connecting'
  | 'listening'
  | 'thinking'
  | 'speaking'
  | 'reconnecting'
  | 'ending'
  | 'ended'
  | 'failed'

export function goingOn({ status }: CallState): Going {
  switch (status.phase) {
    case 'idle':
    case 'connecting':
      return 'connecting'
    case 'requesting-microphone':
      return 'microphone'
    case 'live':
      return status.activity
    default:
      return status.phase
  }
}

const DOT: Partial<Record<Going, string>> = {
  listening: 'bg-you',
  speaking: 'bg-partner',
  thinking: 'bg-transparent border-2 border-partner',
  reconnecting: 'bg-danger',
  failed: 'bg-danger',
}
const INK: Partial<Record<Going, string>> = {
  listening: 'text-you',
  thinking: 'text-partner-ink',
  speaking: 'text-partner-ink',
  reconnecting: 'text-danger',
  failed: 'text-danger',
}

/** The state in words; the colour only repeats it. */
export function CallStatus({ state, partner }: { state: CallState; partner: string }) {
  const { t } = useTranslation()
  const going = goingOn(state)
  return (
    <p
      role="status"
      data-testid="call-state"
      data-state={going}
      className={`flex items-center gap-2 font-[550] max-sm:w-full sm:ml-auto ${INK[going] ?? 'text-muted'}`}
    >
      <span aria-hidden="true" className={`size-2.5 shrink-0 rounded-full ${DOT[going] ?? 'border-2 border-edge'}`} />
      {words(t, going, state, partner)}
    </p>
  )
}

function words(t: TFunction, going: Going, state: CallState, partner: string): string {
  if (going === 'listening' && state.muted) return t('talk.state.muted')
  return t(`talk.state.${going}`, { partner })
}
