/** Where the FeedbackYes server is. It lets pages of http://localhost:3000 call it unless told otherwise. */
export const API = process.env.NEXT_PUBLIC_API_BASE ?? 'http://localhost:8000'

export interface ScenarioSummary {
  id: string
  title: string
}

export interface Scenario extends ScenarioSummary {
  role: string
  context: string
  objectives: string[]
  partner: { name: string; role: string }
}

export interface SessionSummary {
  id: string
  scenario_title: string | null
  created_at: number
  turn_count: number
}

export interface Report {
  strength: { text: string; quote: string } | null
  next_step: { text: string } | null
  behaviours: { turn_id: string; quote: string }[]
}

/** Asks the server; an answer that says no becomes an error with its sentence. */
export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(`${API}${path}`, init)
  const body = await response.json()
  if (!response.ok) throw new Error(body.error?.message ?? `The server answered ${response.status}.`)
  return body
}

export const post = <T>(path: string, body: unknown): Promise<T> =>
  ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
