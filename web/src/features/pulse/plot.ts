import type { PulseTheme, PulseTrend } from '@/api/types'
import { places } from '@/lib/plot'

/** Waves in one picture; older ones are in the table. */
export const MOST = 12
export const HEIGHT = 120
/** Room for the ends of the scale. */
export const LEFT = 30
/** Where waves are marked of which nothing is told: below the scale. */
export const HIDDEN_Y = HEIGHT - 5
const SIDE = 12
const TOP = 10
const BELOW = 20

export interface Mark {
  id: string
  x: number
  /** null: nothing is told. */
  y: number | null
  /** Of its interval; null where the answers of everybody are known. */
  from: number | null
  to: number | null
}

export interface TrendPlot {
  marks: Mark[]
  /** Three waves at a time, as points of a line. */
  rolling: [number, number][]
  ends: { value: number; y: number }[]
}

const scaleOf = ({ id, low, high }: PulseTheme): [number, number] => (id === 'recommend' ? [-100, 100] : [low, high])

/** Where the waves of a theme stand: one after the other from left to right, the ends of the scale at top and bottom. */
export function trendPlot({ theme, points }: PulseTrend): TrendPlot {
  const [low, high] = scaleOf(theme)
  const y = (value: number) => HEIGHT - BELOW - ((value - low) / (high - low)) * (HEIGHT - TOP - BELOW)
  const shown = points.slice(-MOST)
  const x = places(shown.length, LEFT, SIDE)
  const marks = shown.map(({ wave_id, figures }, place): Mark => {
    const value = figures && (figures.net ?? figures.mean)
    if (!value) return { id: wave_id, x: x(place), y: null, from: null, to: null }
    const inside = (at: number) => y(Math.min(high, Math.max(low, at)))
    const wide = value.high > value.low
    return {
      id: wave_id,
      x: x(place),
      y: y(value.value),
      from: wide ? inside(value.low) : null,
      to: wide ? inside(value.high) : null,
    }
  })
  const rolling = shown.flatMap(({ rolling: of }, place): [number, number][] => (of ? [[x(place), y(of.value)]] : []))
  return {
    marks,
    rolling: rolling.length > 1 ? rolling : [],
    ends: [low, high].map((value) => ({ value, y: y(value) })),
  }
}
