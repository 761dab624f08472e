import { Call, type CallOptions } from '@feedbackyes/realtime'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { watchedFetch } from '@/api/signed-out'
import type { Config, Session } from '@/api/types'
import { callMessages } from '@/lib/call-messages'
import { getPreferences } from '@/lib/preferences'

export type MakeCall = (options: CallOptions) => Call
export const makeCall: MakeCall = (options) => new Call(options)

/** A call into `session`, begun at once and let go with the page. Null until it exists. */
export function useLiveCall(session: Session, config: Config, textOnly: boolean, make: MakeCall): Call | null {
  const { i18n } = useTranslation()
  const [call, setCall] = useState<Call | null>(null)
  const { id } = session
  const { resume_seconds: resumeSeconds, webrtc } = config
  useEffect(() => {
    const { pushToTalk, patienceMs, microphoneId } = getPreferences()
    const mine = make({
      sessionId: id,
      // Who types needs no track, and a socket is there at once.
      transport: webrtc && !textOnly ? 'webrtc' : 'websocket',
      session: { patience_ms: patienceMs },
      mode: textOnly ? 'text' : pushToTalk ? 'push-to-talk' : 'open-mic',
      microphone: microphoneId ? { deviceId: microphoneId } : {},
      messages: callMessages(i18n),
      resumeSeconds,
      fetch: watchedFetch,
    })
    setCall(mine)
    void mine.start()
    return () => mine.dispose()
  }, [id, resumeSeconds, webrtc, textOnly, i18n, make])
  return call
}

/** Keeps a phone's screen on: a dark screen would end the microphone. */
export function useWakeLock(active: boolean): void {
  useEffect(() => {
    if (!active || !('wakeLock' in navigator)) return
    let lock: WakeLockSentinel | undefined
    const ask = () => {
      if (document.visibilityState !== 'visible') return
      navigator.wakeLock.request('screen').then(
        (held) => {
          lock = held
        },
        // A browser may refuse, on a low battery for instance; the talk goes on without.
        () => undefined,
      )
    }
    ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      document.removeEventListener('visibilitychange', ask)
      void lock?.release()
    }
  }, [active])
}
