import { BIN_MS, type LiveLevels, levelToHeight, WINDOW_MS } from '@feedbackyes/realtime'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { prefersStillness } from '@/lib/hooks'

const BAR = 4
const GAP = 3
const STEP_MS = 500

interface LiveLanesProps {
  levels: LiveLevels
  partner: string
}

/** The last minute of both voices, drawn from left to right as they sound. */
export function LiveLanes({ levels, partner }: LiveLanesProps) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    const still = prefersStillness()
    let frame = 0
    let last = Number.NEGATIVE_INFINITY
    const look = (now: number) => {
      frame = requestAnimationFrame(look)
      if (still && now - last < STEP_MS) return
      last = now
      draw(element, context, levels, still)
    }
    frame = requestAnimationFrame(look)
    return () => cancelAnimationFrame(frame)
  }, [levels])
  return (
    <div className="relative">
      <span className="absolute -top-1 left-0 bg-paper pr-2 text-sm font-semibold text-you">{t('session.you')}</span>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('talk.lanes', { partner })}
        className="block h-[136px] w-full sm:h-[170px]"
        data-testid="live-lanes"
      />
      <span className="absolute -bottom-1 left-0 bg-paper pr-2 text-sm font-semibold text-partner-ink">{partner}</span>
    </div>
  )
}

function draw(element: HTMLCanvasElement, context: CanvasRenderingContext2D, levels: LiveLevels, still: boolean): void {
  const { clientWidth: width, clientHeight: height } = element
  const scale = devicePixelRatio || 1
  if (element.width !== Math.round(width * scale) || element.height !== Math.round(height * scale)) {
    element.width = Math.round(width * scale)
    element.height = Math.round(height * scale)
  }
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  const color = colors(element)
  const slots = Math.max(1, Math.floor(width / (BAR + GAP)))
  const slotMs = Math.max(BIN_MS, WINDOW_MS / slots)
  const perMs = (BAR + GAP) / slotMs
  const nowMs = still ? Math.floor(levels.nowMs / STEP_MS) * STEP_MS : levels.nowMs
  const fromMs = Math.max(0, nowMs - width / perMs)
  const middle = height / 2
  context.fillStyle = color.line
  context.fillRect(0, middle - 0.5, width, 1)
  for (let slot = Math.floor(fromMs / slotMs); slot * slotMs <= nowMs; slot++) {
    const x = (slot * slotMs - fromMs) * perMs
    const room = middle - 12
    bar(context, color.you, x, middle - 3, -peak(levels.learner, slot, slotMs) * room)
    bar(context, color.partner, x, middle + 3, peak(levels.partner, slot, slotMs) * room)
  }
  context.fillStyle = color.now
  context.fillRect(Math.min(width - 1, (nowMs - fromMs) * perMs + 1), 0, 1, height)
}

/** The loudest of a slot, as a share of the lane. */
function peak(track: { at(bin: number): number }, slot: number, slotMs: number): number {
  let loudest = 0
  for (let bin = Math.floor((slot * slotMs) / BIN_MS); bin * BIN_MS < (slot + 1) * slotMs; bin++)
    loudest = Math.max(loudest, track.at(bin))
  return levelToHeight(loudest)
}

const SHORTEST = 4

function bar(context: CanvasRenderingContext2D, color: string, x: number, y: number, length: number): void {
  if (Math.abs(length) < SHORTEST) return
  context.fillStyle = color
  context.beginPath()
  context.roundRect(x, Math.min(y, y + length), BAR, Math.abs(length), BAR / 2)
  context.fill()
}

/** The tokens as they are now: the system may change between light and dark during a talk. */
function colors(element: HTMLElement) {
  const style = getComputedStyle(element)
  const value = (name: string) => style.getPropertyValue(name)
  return { you: value('--you'), partner: value('--partner'), line: value('--line'), now: value('--muted') }
}
