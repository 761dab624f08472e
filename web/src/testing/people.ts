/** People and what the server tells of them, for tests only. */
import type { Auth, ExistingTalk, Me, Overview, Person } from '@/api/types'

export const me = (change: Partial<Me> = {}): Me => ({
  id: 'eve',
  name: 'Eve',
  email: 'eve@example.org',
  role: 'admin',
  trainer_kind: null,
  team: null,
  team_id: null,
  single_user: false,
  sign_in: 'password',
  ...change,
})

export const auth = (change: Partial<Auth> = {}): Auth => ({
  mode: 'accounts',
  password: true,
  oidc: { name: 'Example ID' },
  needs_setup: false,
  signed_in: false,
  ...change,
})

export const person = (change: Partial<Person> = {}): Person => ({
  id: 'ann',
  name: 'Ann',
  email: 'ann@example.org',
  role: 'learner',
  trainer_kind: null,
  team: { id: 'north', name: 'North' },
  team_id: 'north',
  has_password: true,
  disabled: false,
  created_at: 1_795_000_000_000,
  last_seen_at: null,
  disabled_at: null,
  ...change,
})

export const existingTalk = (change: Partial<ExistingTalk> = {}): ExistingTalk => ({
  id: 's1',
  owner: { id: 'ann', name: 'Ann' },
  team: { id: 'north', name: 'North' },
  state: 'live',
  end_reason: null,
  created_at: 1_795_000_000_000,
  started_at: 1_795_000_000_000,
  ended_at: null,
  duration_ms: 65_000,
  transport: 'webrtc',
  provider: 'local',
  recording: true,
  cost_usd: null,
  ...change,
})

export const overview = (change: Partial<Overview> = {}): Overview => ({
  version: '1.0.0',
  python: '3.11.7',
  system: 'Linux x86_64',
  started_at: 1_795_000_000_000,
  draining: false,
  accounts: true,
  people: { total: 12, admins: 1, trainers: 2, learners: 8, active: 5, disabled: 1, teams: 2 },
  talks: { total: 40, recent: 3, recent_minutes: 21.4, open: 1 },
  costs: { cost_usd: 1.5, unknown: 0, talks: 3, minutes: 21, free: false },
  engine: {
    provider: 'local',
    hosted: false,
    model: 'feedbackyes',
    recogniser: 'PocketSphinx',
    basic_ears: false,
    voice: 'espeak-ng',
    partner: 'Scripted partner',
    reasons: {},
    processes: { recogniser: 2 },
    judge: null,
  },
  models: { installed: [], pulling: [], runs: false },
  database: { engine: 'SQLite', revision: '0015', size_bytes: 5_000_000 },
  disk: { folder: '/data', free_bytes: 60e9, total_bytes: 200e9 },
  last_backup: null,
  ...change,
})
