/** Names for what the server sends; `docs/architecture.md` has the table. */

export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

export interface Me {
  id: string
  name: string
  role: 'admin' | 'trainer' | 'learner'
  team_id: string | null
  single_user: boolean
}

export interface Consents {
  recording: boolean | null
  hosted_voice: boolean | null
}

export interface ProviderInfo {
  name: string
  hosted: boolean
  model: string | null
  price_per_minute_usd: number | null
  basic_ears: boolean
  recogniser: string | null
  voice: string | null
  scripted: boolean
}

export interface Config {
  version: string
  provider: ProviderInfo
  recording: 'ask' | 'on' | 'off'
  consents: Consents
  session_timeout_seconds: number
  resume_seconds: number
}

export interface ScenarioSummary {
  id: string
  title: string
  summary: string
  partner: { name: string; role: string }
  minutes: number
  skills: string[]
  difficulty_label: string
  language: string
}

export interface RubricElement {
  id: string
  title: string
  looked_for: string[]
}

export interface ScenarioDetails extends ScenarioSummary {
  role: string
  context: string
  objectives: string[]
  partner: { name: string; role: string; public_info: string[] }
  opens: 'learner' | 'partner'
  rubric: { id: string; title: string; elements: RubricElement[] }
  content_warning: string | null
}

export type SessionState = 'created' | 'connecting' | 'live' | 'reconnecting' | 'draining' | 'ended' | 'interrupted'

export interface Session {
  id: string
  scenario_id: string | null
  scenario_title: string | null
  partner_name: string | null
  state: SessionState
  end_reason: string | null
  created_at: number
  started_at: number | null
  ended_at: number | null
  duration_ms: number | null
  provider: string | null
  model: string | null
  recogniser: string | null
  basic_ears: boolean
  recording: boolean
  turn_count: number
  next_step: string | null
}

export interface SessionRequest {
  scenario_id?: string
  language?: string
  patience_ms?: number
  push_to_talk?: boolean
  voice?: string
  recording?: boolean
}

export interface Word {
  text: string
  start_ms: number
  end_ms: number
  confidence?: number | null
}

export interface Turn {
  id: string
  seq: number
  speaker: 'learner' | 'partner'
  text: string
  start_ms: number
  end_ms: number
  confidence?: number | null
  words?: Word[]
  state?: 'speaking' | 'final'
  interrupted?: boolean
  typed?: boolean
}

export interface Levels {
  duration_ms: number
  learner: number[]
  partner: number[]
}

export interface Quote {
  turn_id: string
  quote: string
  start_ms: number | null
  end_ms: number | null
}

export interface Evidence extends Quote {
  behaviour: string
}

export interface ElementResult {
  id: string
  title: string
  level: number | null
  state: 'scored' | 'unsure' | 'not_applicable'
  why: string
  evidence: Evidence[]
}

export interface Metric {
  id: string
  title: string
  value: number | null
  unit: string
  band: [number | null, number | null] | null
  caveat: string
  source: string
  state: 'ok' | 'not_enough' | 'unreliable'
  detail: Record<string, number>
}

export interface Highlight {
  text: string
  turn_id: string | null
  quote: string | null
  start_ms: number | null
  end_ms: number | null
  element: string | null
}

export interface Report {
  session_id: string
  status: 'done' | 'not_enough_speech'
  judge: { kind: 'basic' | 'model'; name: string; model: string | null; rubric: string; rubric_version: number }
  elements: ElementResult[]
  behaviours: (Quote & { name: string; present: 'yes' | 'unsure' })[]
  metrics: Metric[]
  strength: Highlight | null
  next_step: Highlight | null
  recommendations: string[]
  feedback: string
  metadata: {
    duration_seconds: number
    scenario_id: string | null
    language: string
    created_at: string
    learner_words: number
    doubtful_turns: number
  }
}
