import { type KeyboardEvent, type MouseEvent, type ReactNode, useMemo, useRef } from 'react'
import { LaneField } from './lane-field.tsx'
import { barCount, gather, lanePath } from './lane-geometry.ts'
import { LANES, type LanesMessages } from './messages.ts'
import { useWidth } from './use-width.ts'

export interface LaneMark {
  id: string
  atMs: number
  label: string
}

export interface LanesProps {
  durationMs: number
  /** Heights from 0 to 1 over the whole talk, any number of them. */
  learner: readonly number[]
  partner: readonly number[]
  marks?: readonly LaneMark[]
  /** Where both spoke at once. */
  overlaps?: readonly { startMs: number; endMs: number }[]
  /** Where the playback is; null when nothing plays. */
  positionMs?: number | null
  onSeek?: ((ms: number) => void) | undefined
  onMark?: ((id: string) => void) | undefined
  height?: number
  /** Show who speaks in which lane. */
  labels?: boolean
  messages?: Partial<LanesMessages> | undefined
  className?: string | undefined
}

const STEP_MS = 5000

/** A finished talk as two lanes: pauses are gaps, interruptions overlaps, marks play what they point at. */
export function Lanes(props: LanesProps) {
  const { durationMs, learner, partner, height = 150, labels = true, positionMs = null, onSeek } = props
  const { marks = [], overlaps = [] } = props
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const words = { ...LANES, ...props.messages }
  const [above, below] = useMemo(() => {
    const count = barCount(width)
    return [lanePath(gather(learner, count), 'learner', height), lanePath(gather(partner, count), 'partner', height)]
  }, [learner, partner, width, height])
  const percent = (ms: number) => `${(100 * Math.min(1, Math.max(0, ms / Math.max(1, durationMs)))).toFixed(3)}%`

  return (
    <LaneField box={box} height={height} labels={labels} words={words} className={props.className}>
      <Seekable durationMs={durationMs} positionMs={positionMs} onSeek={onSeek} words={words}>
        {/* Drawn for the width on the screen; on paper, which has another one, it is stretched. */}
        <svg
          role="img"
          aria-label={words.recorded}
          width="100%"
          height={height}
          viewBox={width > 0 ? `0 0 ${width} ${height}` : undefined}
          preserveAspectRatio="none"
        >
          {overlaps.map(({ startMs, endMs }) => (
            <rect
              key={startMs}
              className="fy-lanes-overlap"
              x={percent(startMs)}
              width={percent(endMs - startMs)}
              y="0"
              height={height}
            />
          ))}
          <line className="fy-lanes-middle" x1="0" x2="100%" y1={height / 2} y2={height / 2} />
          <path className="fy-lanes-you" d={above} />
          <path className="fy-lanes-partner" d={below} />
          {positionMs !== null && (
            <line className="fy-lanes-now" x1={percent(positionMs)} x2={percent(positionMs)} y1="0" y2={height} />
          )}
        </svg>
      </Seekable>
      {marks.map(({ id, atMs, label }) => (
        <button
          key={id}
          type="button"
          className="fy-lanes-mark"
          style={{ left: percent(atMs), height }}
          title={label}
          aria-label={`${clock(atMs)} ${label}`}
          onClick={() => (props.onMark ? props.onMark(id) : onSeek?.(atMs))}
        />
      ))}
    </LaneField>
  )
}

interface SeekableProps {
  durationMs: number
  positionMs: number | null
  onSeek: ((ms: number) => void) | undefined
  words: LanesMessages
  children: ReactNode
}

/** The picture as a slider, when there is something to seek in. */
function Seekable({ durationMs, positionMs, onSeek, words, children }: SeekableProps) {
  if (!onSeek) return children
  const at = positionMs ?? 0
  const seek = (ms: number) => onSeek(Math.min(durationMs, Math.max(0, ms)))
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    if (box.width > 0) seek(((event.clientX - box.left) / box.width) * durationMs)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: at - STEP_MS,
      ArrowDown: at - STEP_MS,
      ArrowRight: at + STEP_MS,
      ArrowUp: at + STEP_MS,
      Home: 0,
      End: durationMs,
    }
    const to = moves[event.key]
    if (to === undefined) return
    event.preventDefault()
    seek(to)
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      className="fy-lanes-seek"
      aria-label={words.recorded}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={Math.round(at / 1000)}
      aria-valuetext={words.position.replace('{time}', clock(at))}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  )
}

/** Minutes and seconds. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
