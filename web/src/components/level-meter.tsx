import { levelToHeight } from '@feedbackyes/realtime'
import { useEffect, useRef } from 'react'
import { prefersStillness } from '@/lib/hooks'

const STEP_MS = 250

interface LevelMeterProps {
  /** The level right now: RMS, 0 to 1. */
  read: () => number
  label: string
}

/** A bar that follows a level, drawn past React: sixty times a second, or in steps for those who want stillness. */
export function LevelMeter({ read, label }: LevelMeterProps) {
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const still = prefersStillness()
    let frame = 0
    let shown = 0
    let last = 0
    const draw = (now: number) => {
      frame = requestAnimationFrame(draw)
      const height = levelToHeight(read())
      shown = Math.max(height, shown * 0.86)
      if (!bar.current || (still && now - last < STEP_MS)) return
      last = now
      bar.current.style.transform = `scaleX(${shown.toFixed(3)})`
      bar.current.parentElement?.setAttribute('aria-valuenow', String(Math.round(shown * 100)))
    }
    frame = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(frame)
  }, [read])
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element cannot be drawn sixty times a second without a layout
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className="h-3 overflow-hidden rounded-full bg-sunk inset-ring inset-ring-line"
    >
      <div ref={bar} className="h-full origin-left scale-x-0 rounded-full bg-you" />
    </div>
  )
}
