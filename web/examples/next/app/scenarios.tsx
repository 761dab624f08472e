'use client'
import Link from 'next/link'
import type { ScenarioSummary } from '@/lib/api'
import { useAnswer } from '@/lib/use-answer'

export function Scenarios() {
  const { value, problem } = useAnswer<ScenarioSummary[]>('/api/scenarios')
  if (problem) return <p role="alert">{problem}</p>
  if (!value) return <p role="status">Loading…</p>
  return (
    <ul>
      {value.map(({ id, title }) => (
        <li key={id}>
          <Link href={`/practice/${id}`}>{title}</Link>
        </li>
      ))}
    </ul>
  )
}
