/** Pulses as the server tells them. */
import type { Pulse, PulsePoint, PulseTheme, PulseTrends } from '@/api/types'

export const theme = (change: Partial<PulseTheme> = {}): PulseTheme => ({
  id: 'safety',
  set: 'safety',
  title: 'Psychological safety',
  intro: 'How accurate is each statement for your team?',
  low: 1,
  high: 7,
  lowest: 'very inaccurate',
  highest: 'very accurate',
  lower_is_better: false,
  source: 'Edmondson 1999',
  items: [
    { id: 'safety_1', text: 'If you make a mistake on this team, it is often held against you.', reverse: true },
    { id: 'safety_2', text: 'Members of this team are able to bring up problems and tough issues.', reverse: false },
  ],
  ...change,
})

export const comment = () =>
  theme({
    id: 'comment',
    set: 'comment',
    title: 'In your own words',
    items: [{ id: 'comment', text: 'What should your team keep?', reverse: false }],
  })

export const point = (
  mean: { value: number; low: number; high: number },
  change: Partial<PulsePoint> = {},
): PulsePoint => ({
  wave_id: 'w1',
  title: '',
  opens_at: 1_795_000_000_000,
  closes_at: 1_796_000_000_000,
  state: 'closed',
  hidden: null,
  figures: {
    n: 8,
    people: 10,
    response_rate: 0.8,
    mean,
    spread: 0.9,
    good: { value: 0.75, low: 0.41, high: 0.93 },
    net: null,
    counts: [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, people: value === 4 ? 8 : 0 })),
    items: [],
  },
  change: null,
  rolling: { value: mean.value, waves: 1, n: 8 },
  comments: [],
  teams: 1,
  teams_left_out: 0,
  ...change,
})

export const trends = (change: Partial<PulseTrends> = {}): PulseTrends => ({
  team: { id: 'red', name: 'Red' },
  teams: [],
  everybody: false,
  trends: [{ theme: theme(), points: [point({ value: 5.4, low: 4.9, high: 5.9 })] }],
  low: [],
  notes: [],
  may_note: false,
  fewest: { answers: 5, comments: 8, net_score: 30 },
  message: null,
  ...change,
})

export const pulse = (change: Partial<Pulse> = {}): Pulse => ({
  team: { id: 'red', name: 'Red' },
  now: { id: 'w1', title: '', closes_at: 1_796_000_000_000, themes: [theme(), comment()], answered: false },
  check_in: {
    id: 'check-in',
    title: '',
    closes_at: 1_796_000_000_000,
    themes: [
      theme({
        id: 'mood',
        set: 'check_in',
        low: 1,
        high: 5,
        items: [{ id: 'mood', text: 'How was your mood at work?', reverse: false }],
      }),
    ],
    answered: false,
  },
  low: [],
  manages: false,
  fewest: { answers: 5, comments: 8, net_score: 30 },
  ...change,
})
