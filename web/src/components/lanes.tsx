import { type ReactNode, useMemo, useRef } from 'react'
import { useWidth } from '@/lib/hooks'
import { barHeight, fullScale, toBars } from '@/lib/lanes'

interface LanesProps {
  learner: readonly number[]
  partner: readonly number[]
  height: number
  bar?: number
  gap?: number
  /** What the picture shows, in words. */
  label: string
  children?: (width: number) => ReactNode
}

/** Two lanes drawn from levels: you above the line, the partner below; pauses are gaps, an interruption is an overlap. */
export function Lanes({ learner, partner, height, bar = 3, gap = 2, label, children }: LanesProps) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const count = Math.floor((width + gap) / (bar + gap))
  const [above, below] = useMemo(() => [toBars(learner, count), toBars(partner, count)], [learner, partner, count])
  const full = useMemo(() => fullScale(learner, partner), [learner, partner])
  return (
    <div ref={box} className="relative w-full" style={{ minHeight: height }}>
      <svg role="img" aria-label={label} width="100%" height={height} className="block">
        <line x1="0" x2="100%" y1={height / 2} y2={height / 2} className="stroke-line" />
        <path d={bars(above, full, height, bar, gap, 'up')} className="fill-you" />
        <path d={bars(below, full, height, bar, gap, 'down')} className="fill-partner" />
      </svg>
      {width > 0 && children?.(width)}
    </div>
  )
}

/** All bars of a lane as one path: hundreds of elements would cost a phone its breath. */
function bars(levels: number[], full: number, height: number, bar: number, gap: number, way: 'up' | 'down'): string {
  const middle = height / 2
  const room = middle - 6
  const r = bar / 2
  return levels
    .map((level, i) => {
      const tall = Math.max(0, barHeight(level, full) * room - bar)
      if (level <= 0 || tall <= 0) return ''
      const x = i * (bar + gap)
      const [near, far] = way === 'up' ? [middle - 3 - r, -tall] : [middle + 3 + r, tall]
      const [out, back] = way === 'up' ? [1, 1] : [0, 0]
      return `M${x} ${near}v${far}a${r} ${r} 0 0 ${out} ${bar} 0v${-far}a${r} ${r} 0 0 ${back} ${-bar} 0z`
    })
    .join('')
}
