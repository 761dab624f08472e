/** The shapes of the two lanes: bars of 3 px, 2 px apart, the learner's above the middle and the partner's below. */

export const BAR = 3
export const GAP = 2
const MIDDLE_GAP = 3
const MARGIN = 6

/** How many bars fit into `width` pixels. */
export const barCount = (width: number): number => Math.max(0, Math.floor((width + GAP) / (BAR + GAP)))

/**
 * One lane as one SVG path.
 *
 * @param heights 0 to 1, one for each bar; nothing is drawn for 0.
 * @param left where the first bar begins, in pixels.
 */
export function lanePath(heights: readonly number[], lane: 'learner' | 'partner', total: number, left = 0): string {
  const middle = total / 2
  const room = middle - MARGIN
  const r = BAR / 2
  const up = lane === 'learner'
  const near = up ? middle - MIDDLE_GAP - r : middle + MIDDLE_GAP + r
  const turn = up ? 1 : 0
  return heights
    .map((height, i) => {
      const tall = height * room - BAR
      if (height <= 0) return ''
      const far = (up ? -1 : 1) * Math.max(0, tall)
      const x = (left + i * (BAR + GAP)).toFixed(2)
      return `M${x} ${near}v${far.toFixed(1)}a${r} ${r} 0 0 ${turn} ${BAR} 0v${(-far).toFixed(1)}a${r} ${r} 0 0 ${turn} ${-BAR} 0z`
    })
    .join('')
}

/** `levels` gathered into `count` bars: the loudest of what falls into each. */
export function gather(levels: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / count)
    const until = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / count))
    return Math.max(0, ...levels.slice(from, until))
  })
}
