import type { Skill, Trend } from '@/api/types'

/** Talks in one picture; older ones are in the table. */
export const MOST = 30
export const TOP_LEVEL = 3
export const WIDTH = 320
export const HEIGHT = 96
/** Room for the numbers of the levels. */
export const LEFT = 16
const SIDE = 10
const EDGE = 12

export interface Dot {
  sessionId: string
  at: number
  x: number
  /** null: not judged. */
  y: number | null
  value: number | null
}

export interface LevelPlot {
  /** Dots of talks whose levels compare; no line joins two of these. */
  runs: Dot[][]
  /** Where the judge or the rubric changed. */
  breaks: number[]
  /** The spread of the latest talks. */
  spread: { from: number; to: number; low: number; high: number; median: number } | null
}

export const levelY = (level: number) => HEIGHT - EDGE - (level / TOP_LEVEL) * (HEIGHT - 2 * EDGE)

const places = (count: number, left: number) => (i: number) =>
  count < 2 ? (left + WIDTH) / 2 : left + SIDE + (i / (count - 1)) * (WIDTH - left - 2 * SIDE)

/** Where the dots of a skill stand: a talk after the other from left to right, levels from bottom to top. */
export function levelPlot({ versions, now }: Pick<Skill, 'versions' | 'now'>): LevelPlot {
  const all = versions.flatMap(({ points }, version) => points.map((point) => ({ ...point, version })))
  const shown = all.slice(-MOST)
  const place = places(shown.length, LEFT)
  const dots = shown.map(({ session_id, at, level, version }, i) => ({
    version,
    dot: { sessionId: session_id, at, x: place(i), y: level === null ? null : levelY(level), value: level },
  }))
  const kinds = [...new Set(dots.map(({ version }) => version))]
  const runs = kinds.map((kind) => dots.filter(({ version }) => version === kind).map(({ dot }) => dot))
  const breaks = runs.slice(1).map((run, i) => ((runs[i]?.at(-1)?.x ?? 0) + (run[0]?.x ?? 0)) / 2)
  const latest = (runs.at(-1) ?? []).filter(({ y }) => y !== null).slice(-(now?.talks ?? 0))
  const [first, last] = [latest[0], latest.at(-1)]
  const spread =
    now && first && last && now.talks > 1
      ? { from: first.x, to: last.x, low: levelY(now.low), high: levelY(now.high), median: levelY(now.median) }
      : null
  return { runs, breaks, spread }
}

export interface TrendPlot {
  dots: Dot[]
  band: { top: number; bottom: number } | null
}

/** Where the values of a figure stand, with room for its band. */
export function trendPlot({ points, band }: Pick<Trend, 'points' | 'band'>): TrendPlot {
  const shown = points.slice(-MOST)
  const [lower, upper] = band ?? [null, null]
  const ends = [lower, upper].filter((end) => end !== null)
  const values = [...shown.map(({ value }) => value), ...ends]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = (high - low || Math.abs(high) || 1) * 0.1
  const y = (value: number) => HEIGHT - EDGE - ((value - low + room) / (high - low + 2 * room)) * (HEIGHT - 2 * EDGE)
  const place = places(shown.length, 0)
  return {
    dots: shown.map(({ session_id, at, value }, i) => ({ sessionId: session_id, at, x: place(i), y: y(value), value })),
    band: band && { top: upper === null ? 0 : y(upper), bottom: lower === null ? HEIGHT : y(lower) },
  }
}
