/** The arithmetic of the two lanes: levels in, bars out. */

/** Below this a bar would be a dot of noise: a pause is a gap. */
const QUIET = 0.02
/** A whisper must not fill the lane just because nobody spoke louder. */
const LEAST_FULL = 0.12

/** `levels` gathered into `count` bars; each is the loudest of its share, so short words stay visible. */
export function toBars(levels: readonly number[], count: number): number[] {
  const bars = new Array<number>(count).fill(0)
  if (levels.length === 0) return bars
  for (let bar = 0; bar < count; bar++) {
    const from = Math.floor((bar * levels.length) / count)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / count))
    for (let i = from; i < to; i++) bars[bar] = Math.max(bars[bar] ?? 0, levels[i] ?? 0)
  }
  return bars
}

/** The level that fills a lane: the 95th percentile of what was heard, so that one cough does not flatten the rest. */
export function fullScale(...lanes: (readonly number[])[]): number {
  const heard = lanes
    .flat()
    .filter((level) => level > QUIET)
    .sort((a, b) => a - b)
  return Math.max(LEAST_FULL, heard[Math.floor(heard.length * 0.95)] ?? 0)
}

/** Height of a bar as a share of its lane, 0 to 1. The root brings quiet speech up to where it can be seen. */
export function barHeight(level: number, full: number): number {
  return level <= QUIET ? 0 : Math.max(0.08, Math.sqrt(Math.min(1, level / full)))
}

export interface Mark {
  at_ms: number
  label: string
}

/** Which marks have room for their label under the lanes: one that would touch the one before stays without. */
export function labelled(marks: readonly Mark[], durationMs: number, width: number): boolean[] {
  const perLetter = 6.6
  let free = Number.NEGATIVE_INFINITY
  return marks.map((mark) => {
    const x = (mark.at_ms / durationMs) * width
    const half = (mark.label.length * perLetter) / 2
    const room = x - half > free
    if (room) free = x + half + 10
    return room
  })
}
