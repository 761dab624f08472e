'use client'
import { RealtimeVoiceCard, type SessionEnd, transcriptText } from '@feedbackyes/react'
import { useCallback, useState } from 'react'
import { API, post, type Report, type Scenario } from '@/lib/api'
import { useAnswer } from '@/lib/use-answer'

/** The scenario, the call, and what the analysis says of it. */
export function Practice({ id }: { id: string }) {
  const { value: scenario, problem } = useAnswer<Scenario>(`/api/scenarios/${encodeURIComponent(id)}`)
  const [report, setReport] = useState<Report | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const analyse = useCallback(
    async ({ sessionId, transcript, durationSeconds }: SessionEnd) => {
      try {
        setReport(
          await post<Report>('/api/feedback/analyze', {
            session_id: sessionId,
            scenario_id: id,
            transcript: transcriptText(transcript),
            duration_seconds: durationSeconds,
          }),
        )
      } catch (error) {
        setWrong((error as Error).message)
      }
    },
    [id],
  )
  if (problem) return <p role="alert">{problem}</p>
  if (!scenario) return <p role="status">Loading…</p>
  return (
    <>
      <h1>{scenario.title}</h1>
      <p>{scenario.context}</p>
      <ul>
        {scenario.objectives.map((objective) => (
          <li key={objective}>{objective}</li>
        ))}
      </ul>
      <RealtimeVoiceCard apiBase={API} scenarioId={id} title={scenario.partner.name} onSessionEnd={analyse} />
      {wrong && <p role="alert">{wrong}</p>}
      {report && <Feedback report={report} />}
    </>
  )
}

function Feedback({ report }: { report: Report }) {
  return (
    <section aria-label="Feedback">
      <h2>Feedback</h2>
      {report.strength && (
        <>
          <p>{report.strength.text}</p>
          <blockquote>{report.strength.quote}</blockquote>
        </>
      )}
      {report.next_step && <p>{report.next_step.text}</p>}
      {!report.strength && !report.next_step && <p>There was not enough speech to say something.</p>}
    </section>
  )
}
