import { BIN_MS, type LevelTrack, type LiveLevels, levelToHeight, WINDOW_MS } from '@feedbackyes/realtime'
import { useEffect, useRef } from 'react'
import { LaneField } from './lane-field.tsx'
import { BAR, barCount, GAP, lanePath } from './lane-geometry.ts'
import { LANES, type LanesMessages } from './messages.ts'
import { useWidth } from './use-width.ts'

export interface LiveLanesProps {
  /** `call.levels`. */
  levels: LiveLevels
  /** Pixels. */
  height?: number
  /** Show who speaks in which lane. */
  labels?: boolean
  messages?: Partial<LanesMessages> | undefined
  className?: string | undefined
}

/** Between two pictures for those who want stillness: the lanes step instead of flowing. */
const STEP_MS = 500

/**
 * The last minute of a call as two lanes, drawn past React while it is visible. They begin at the left; when a minute
 * is full they move on, the present at the right edge.
 */
export function LiveLanes({ levels, height = 170, labels = true, messages, className }: LiveLanesProps) {
  const box = useRef<HTMLDivElement>(null)
  const group = useRef<SVGGElement>(null)
  const learner = useRef<SVGPathElement>(null)
  const partner = useRef<SVGPathElement>(null)
  const now = useRef<SVGLineElement>(null)
  const width = useWidth(box)
  const words = { ...LANES, ...messages }

  useEffect(() => {
    if (width === 0) return
    const still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false
    let drawn = { bin: -1, shift: '' }
    let last = 0
    const draw = (time: number) => {
      frame = requestAnimationFrame(draw)
      if (still && time - last < STEP_MS) return
      last = time
      const view = windowAt(levels.nowMs, width)
      const shift = `translate(${-view.offset.toFixed(2)} 0)`
      if (shift !== drawn.shift) group.current?.setAttribute('transform', shift)
      if (view.bin !== drawn.bin) {
        learner.current?.setAttribute('d', lanePath(heights(levels.learner, view), 'learner', height))
        partner.current?.setAttribute('d', lanePath(heights(levels.partner, view), 'partner', height))
      }
      now.current?.setAttribute('transform', `translate(${view.now.toFixed(2)} 0)`)
      drawn = { bin: view.bin, shift }
    }
    let frame = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(frame)
  }, [levels, width, height])

  return (
    <LaneField box={box} height={height} labels={labels} words={words} className={className}>
      <svg role="img" aria-label={words.live} width="100%" height={height}>
        <line className="fy-lanes-middle" x1="0" x2="100%" y1={height / 2} y2={height / 2} />
        <g ref={group}>
          <path ref={learner} className="fy-lanes-you" />
          <path ref={partner} className="fy-lanes-partner" />
        </g>
        <line ref={now} className="fy-lanes-now" x1="0" x2="0" y1="0" y2={height} />
      </svg>
    </LaneField>
  )
}

interface View {
  /** The newest bin. */
  bin: number
  firstBar: number
  bars: number
  barMs: number
  /** Pixels by which the bars are moved to the left. */
  offset: number
  /** Where the present is. */
  now: number
}

/** Which bars to draw. A bar covers a fixed stretch of time, so that it keeps its shape while it moves. */
export function windowAt(nowMs: number, width: number): View {
  const fit = barCount(width)
  const barMs = WINDOW_MS / Math.max(1, fit)
  const passed = nowMs / barMs
  const firstBar = Math.max(0, Math.floor(passed) - fit)
  const full = passed > fit
  return {
    bin: Math.floor(nowMs / BIN_MS),
    firstBar,
    bars: fit + 1,
    barMs,
    offset: full ? (passed - Math.floor(passed)) * (BAR + GAP) : 0,
    now: Math.min(width - 1, passed * (BAR + GAP)),
  }
}

function heights(track: LevelTrack, { firstBar, bars, barMs }: View): number[] {
  return Array.from({ length: bars }, (_, i) => {
    const from = Math.floor(((firstBar + i) * barMs) / BIN_MS)
    const until = Math.max(from + 1, Math.floor(((firstBar + i + 1) * barMs) / BIN_MS))
    let loudest = 0
    for (let bin = from; bin < until; bin++) loudest = Math.max(loudest, track.at(bin))
    return levelToHeight(loudest)
  })
}
