import type { CallState, Line } from '@feedbackyes/realtime'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Of the partner's last turns, so many cut off make an echo likely. */
const LAST = 3
const CUT = 2
const TICK_MS = 2000
/** A page in sight that was not run for so long was on a computer that slept. */
const ASLEEP_MS = 30_000

/** What is not wrong, but good to know of the room, the devices and the way. */
export function useHint({ microphone, lines, fallback }: CallState): string | null {
  const { t } = useTranslation()
  const asleepMs = useSleep()
  const changed = useNewMicrophone(microphone)
  if (asleepMs) return t('talk.asleep', { seconds: Math.round(asleepMs / 1000) })
  if (changed) return t('talk.other_microphone', { name: changed })
  return hearsItself(lines) ? t('talk.echo') : fallback
}

/** Whether the partner is cut off so often that it may be hearing itself over the loudspeakers. */
export function hearsItself(lines: readonly Line[]): boolean {
  const last = lines.filter(({ speaker }) => speaker === 'partner').slice(-LAST)
  return last.filter(({ interrupted }) => interrupted).length >= CUT
}

/** How long this computer slept last, in milliseconds; 0 when it did not. Hidden pages are only run seldom. */
function useSleep(): number {
  const [asleepMs, setAsleepMs] = useState(0)
  useEffect(() => {
    let last = { at: Date.now(), seen: document.visibilityState === 'visible' }
    const look = () => {
      const gone = Date.now() - last.at
      if (last.seen && gone > ASLEEP_MS) setAsleepMs(gone)
      last = { at: Date.now(), seen: document.visibilityState === 'visible' }
    }
    const timer = setInterval(look, TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return asleepMs
}

/** The microphone that came in place of the first one; empty while it is still the first. */
function useNewMicrophone(name: string): string {
  const first = useRef(name)
  const [changed, setChanged] = useState('')
  useEffect(() => {
    first.current ||= name
    setChanged(name !== first.current ? name : '')
  }, [name])
  return changed
}
