import type { Skill, Trend } from '@/api/types'
import { places } from '@/lib/plot'

/** Talks in one picture; older ones are in the table. */
export const MOST = 30
export const TOP_LEVEL = 3
export const HEIGHT = 104
/** Room for the numbers of the levels. */
export const LEFT = 16
/** Where talks are marked that were not judged: below level 0. */
export const UNJUDGED_Y = HEIGHT - 5
const SIDE = 10
const EDGE = 12
const BELOW = 22

export interface Dot {
  sessionId: string
  at: number
  x: number
  /** null: not judged. */
  y: number | null
  value: number | null
}

/** A calendar week with several judged talks: how far their levels lay apart, and the one in the middle. */
export interface Band {
  from: number
  to: number
  low: number
  high: number
  median: number
}

export interface Break {
  x: number
  /** The version that begins here, as its place in the skill's. */
  version: number
}

export interface LevelPlot {
  dots: Dot[]
  /** Talks in a row that were judged and whose levels compare: only these are joined. */
  lines: Dot[][]
  /** Where the judge or the rubric changed. */
  breaks: Break[]
  bands: Band[]
}

export const levelY = (level: number) => HEIGHT - BELOW - (level / TOP_LEVEL) * (HEIGHT - EDGE - BELOW)

/** Where the dots of a skill stand: a talk after the other from left to right, levels from bottom to top. */
export function levelPlot({ versions }: Pick<Skill, 'versions'>): LevelPlot {
  const all = versions.flatMap(({ points }, version) => points.map((point) => ({ ...point, version })))
  const shown = all.slice(-MOST)
  const place = places(shown.length, LEFT, SIDE)
  const dots = shown.map(({ session_id, at, level, version }, i) => ({
    sessionId: session_id,
    at,
    version,
    x: place(i),
    y: level === null ? null : levelY(level),
    value: level,
  }))
  return {
    dots,
    lines: split(dots, (before, dot) => before.version !== dot.version || before.y === null || dot.y === null),
    breaks: dots.flatMap(({ x, version }, i) => {
      const before = dots[i - 1]
      return before && before.version !== version ? [{ x: (before.x + x) / 2, version }] : []
    }),
    bands: split(dots, (before, dot) => before.version !== dot.version || week(before.at) !== week(dot.at)).flatMap(
      band,
    ),
  }
}

/** Neighbours together until `between` two of them there is a gap. */
function split<T>(all: readonly T[], between: (before: T, next: T) => boolean): T[][] {
  const groups: T[][] = []
  for (const one of all) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    if (last && before !== undefined && !between(before, one)) last.push(one)
    else groups.push([one])
  }
  return groups
}

/** The Monday that a time's week begins with, where the reader is. */
function week(at: number): number {
  const day = new Date(at)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - ((day.getDay() + 6) % 7)).getTime()
}

function band(group: readonly Dot[]): Band[] {
  const judged = group.flatMap(({ x, value }) => (value === null ? [] : [{ x, value }]))
  const [first, last] = [judged[0], judged.at(-1)]
  if (judged.length < 2 || !first || !last) return []
  const levels = judged.map(({ value }) => value).sort((a, b) => a - b)
  const middle =
    ((levels[Math.floor((levels.length - 1) / 2)] ?? 0) + (levels[Math.ceil((levels.length - 1) / 2)] ?? 0)) / 2
  return [
    {
      from: first.x,
      to: last.x,
      low: levelY(levels[0] ?? 0),
      high: levelY(levels.at(-1) ?? 0),
      median: levelY(middle),
    },
  ]
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
  const place = places(shown.length, 0, SIDE)
  return {
    dots: shown.map(({ session_id, at, value }, i) => ({ sessionId: session_id, at, x: place(i), y: y(value), value })),
    band: band && { top: upper === null ? 0 : y(upper), bottom: lower === null ? HEIGHT : y(lower) },
  }
}
