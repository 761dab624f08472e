'use client'
import { useRealtimeVoice } from '@feedbackyes/react'
import { useEffect } from 'react'
import { API, type SessionSummary } from '@/lib/api'
import { useAnswer } from '@/lib/use-answer'

/** The hook by itself, with a page of one's own around it, and the conversations so far. */
export function Speech() {
  const voice = useRealtimeVoice({ apiBase: API })
  const { value, again } = useAnswer<{ items: SessionSummary[] }>('/api/sessions')
  const { phase } = voice.state.status
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is a new one when a talk has ended
  useEffect(() => {
    if (phase === 'ended') again()
  }, [phase])
  return (
    <>
      <p role="status">
        {phase === 'live' ? voice.state.status.activity : phase} {voice.note}
      </p>
      {voice.error && <p role="alert">{voice.error.message}</p>}
      {voice.isConnected ? (
        <button type="button" onClick={voice.disconnect}>
          End
        </button>
      ) : (
        <button type="button" onClick={voice.connectWebRTC}>
          Talk
        </button>
      )}
      <div role="log" aria-label="Transcript">
        {voice.transcript.map(({ id, speaker, text }) => (
          <p key={id}>
            <strong>{speaker === 'learner' ? 'You' : 'Partner'}</strong> {text}
          </p>
        ))}
      </div>
      <h2>History</h2>
      <ul>
        {value?.items.map(({ id, scenario_title, created_at, turn_count }) => (
          <li key={id}>
            {scenario_title ?? 'Free conversation'}, {new Date(created_at).toLocaleString('en')}, {turn_count} turns
          </li>
        ))}
      </ul>
    </>
  )
}
