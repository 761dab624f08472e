/** What the server would send, for tests only. */
import type { Config, Report, ScenarioDetails, ScenarioSummary, Session, Turn } from '@/api/types'

export const scenario = (change: Partial<ScenarioSummary> = {}): ScenarioSummary => ({
  id: 'late-report',
  title: 'The late report',
  summary: 'Marc, senior analyst. Proud of his work, third delay this quarter.',
  partner: { name: 'Marc', role: 'senior analyst, your report' },
  minutes: 8,
  skills: ['Giving feedback'],
  difficulty_label: 'Holds back',
  language: 'en',
  ...change,
})

export const scenarioDetails = (change: Partial<ScenarioDetails> = {}): ScenarioDetails => ({
  ...scenario(),
  role: 'You lead the analytics team, and Marc reports to you.',
  context: 'On Friday the weekly report went out without the figures.',
  objectives: ['Name what happened without judging him.', 'Hear his side.'],
  opens: 'partner',
  content_warning: null,
  partner: {
    name: 'Marc',
    role: 'senior analyst, your report',
    public_info: ['Marc has written the report for six years.'],
  },
  rubric: {
    id: 'sbi',
    title: 'Situation, behaviour, impact',
    elements: [{ id: 'situation', title: 'Situation', looked_for: ['You say when and where it was.'] }],
  },
  ...change,
})

export const config = (change: Partial<Config> = {}): Config => ({
  version: '0.1.0',
  provider: {
    name: 'local',
    hosted: false,
    model: null,
    price_per_minute_usd: null,
    basic_ears: true,
    recogniser: 'pocketsphinx',
    voice: 'espeak',
    scripted: true,
  },
  recording: 'ask',
  consents: { recording: null, hosted_voice: null },
  session_timeout_seconds: 60,
  resume_seconds: 30,
  ...change,
})

export const session = (change: Partial<Session> = {}): Session => ({
  id: 's1',
  scenario_id: 'late-report',
  scenario_title: 'The late report',
  partner_name: 'Marc',
  state: 'ended',
  end_reason: 'completed',
  created_at: 1_795_000_000_000,
  started_at: 1_795_000_000_000,
  ended_at: 1_795_000_372_000,
  duration_ms: 372_000,
  provider: 'local',
  model: null,
  recogniser: 'pocketsphinx',
  basic_ears: true,
  recording: true,
  turn_count: 12,
  next_step: 'Ask how he sees it before you propose the fix.',
  ...change,
})

export const turn = (change: Partial<Turn> = {}): Turn => ({
  id: 't1',
  seq: 1,
  speaker: 'learner',
  text: 'On Friday the report went out without the figures.',
  start_ms: 62_000,
  end_ms: 66_000,
  ...change,
})

export const report = (change: Partial<Report> = {}): Report => ({
  session_id: 's1',
  status: 'done',
  judge: { kind: 'basic', name: 'Basic check', model: null, rubric: 'sbi', rubric_version: 1 },
  elements: [
    {
      id: 'situation',
      title: 'Situation',
      level: 2,
      state: 'scored',
      why: 'You named a moment that both of you can find.',
      evidence: [{ behaviour: 'situation_named', turn_id: 't1', quote: 'On Friday', start_ms: 62_000, end_ms: 62_800 }],
    },
    { id: 'ask_view', title: 'Asks for his view', level: null, state: 'unsure', why: 'Doubtful turn.', evidence: [] },
  ],
  behaviours: [],
  metrics: [
    {
      id: 'talk_share',
      title: 'You talked',
      value: 0.46,
      unit: 'ratio',
      band: [0.35, 0.55],
      caveat: 'Depends on the conversation.',
      source: 'This scenario.',
      state: 'ok',
      detail: {},
    },
  ],
  strength: {
    text: 'You named the moment.',
    turn_id: 't1',
    quote: 'On Friday',
    start_ms: 62_000,
    end_ms: 62_800,
    element: 'situation',
  },
  next_step: { text: 'Ask how he sees it.', turn_id: null, quote: null, start_ms: null, end_ms: null, element: null },
  recommendations: [],
  feedback: '',
  metadata: {
    duration_seconds: 372,
    scenario_id: 'late-report',
    language: 'en',
    created_at: '2026-11-21T10:00:00Z',
    learner_words: 320,
    doubtful_turns: 0,
  },
  ...change,
})
