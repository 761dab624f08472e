import { Lanes } from '@feedbackyes/react'
import { Minus, Pause, Play, Plus } from 'lucide-react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isAudible, useLevels } from '@/api/sessions'
import type { Report, Session, Turn } from '@/api/types'
import { Button } from '@/components/button'
import { useSpoken } from '@/components/spoken'
import { clock, quantity } from '@/lib/format'
import { useWidth } from '@/lib/hooks'
import { heights, placeLabels, type Side, spread } from '@/lib/lanes'
import { type Gap, gaps, overlaps } from './gaps'
import { lanesOf, marks, playFrom, type ReportMark } from './marks'
import { Moments } from './moments'
import { usePlayer, usePlayerState } from './playback'
import { zooms } from './zoom'

const BINS = 480
const LONG_MS = 600_000
const LONG_BINS = 4000
const HEIGHT = 150

interface ReportLanesProps {
  session: Session
  report: Report | undefined
  turns: readonly Turn[]
}

/** The picture of the talk, the same as it was live, with marks that play. */
export function ReportLanes({ session, report, turns }: ReportLanesProps) {
  const { t } = useTranslation()
  const audible = isAudible(session)
  const bins = (session.duration_ms ?? 0) > LONG_MS ? LONG_BINS : BINS
  const { data, isPending } = useLevels(session.id, bins, audible)
  const partner = session.partner_name ?? t('session.partner')
  const durationMs = data?.duration_ms || Math.max(1, session.duration_ms ?? 0, ...turns.map((turn) => turn.end_ms))
  const drawn = useMemo(
    () =>
      data ? { learner: heights(data.learner), partner: heights(data.partner) } : lanesOf(turns, durationMs, bins),
    [data, turns, durationMs, bins],
  )
  const all = useMemo(
    () => marks(report, turns, { cut: t('report.cut_off'), cut_into: t('report.cut_into') }),
    [report, turns, t],
  )
  const silences = useMemo(() => gaps(report), [report])
  if (audible && isPending) return <div className="skeleton mt-14 h-[150px] w-full opacity-40" />
  return (
    <section aria-labelledby="lanes" className="mt-14">
      <h2 id="lanes" className="sr">
        {t('report.lanes')}
      </h2>
      <Picture drawn={drawn} durationMs={durationMs} marks={all} gaps={silences} report={report} partner={partner} />
      <p className="mt-3 text-sm text-muted">
        <Legend report={report} partner={partner} marks={all} gaps={silences} recorded={audible} />
      </p>
      {audible && <Transport durationMs={durationMs} />}
      <Moments marks={all} gaps={silences} />
    </section>
  )
}

interface PictureProps {
  drawn: { learner: number[]; partner: number[] }
  durationMs: number
  marks: ReportMark[]
  gaps: Gap[]
  report: Report | undefined
  partner: string
}

/** The lanes in a window that can be drawn wider than the page; then it scrolls, and follows what plays. */
function Picture({ drawn, durationMs, marks, gaps, report, partner }: PictureProps) {
  const { t } = useTranslation()
  const view = useRef<HTMLDivElement>(null)
  const outer = useWidth(view)
  const steps = zooms(durationMs, outer)
  const [wanted, setWanted] = useState(1)
  const zoom = steps.includes(wanted) ? wanted : 1
  const width = outer * zoom
  const player = usePlayer()
  const position = usePlayerState((state) => state.positionMs, 0)
  const cutIn = useMemo(() => overlaps(report), [report])
  useFollow(view, zoom > 1 ? (position / durationMs) * width : null)
  return (
    <>
      {steps.length > 1 && <Zoom steps={steps} zoom={zoom} onZoom={setWanted} />}
      {/* Room for the marks above and their labels below, which would else be cut off by the scrolling. */}
      <div
        ref={view}
        className="overflow-x-auto overflow-y-hidden pt-3.5 pb-7 print:overflow-visible"
        data-print="whole"
        data-testid="lanes-view"
      >
        <div className="relative print:w-full!" style={{ width: zoom > 1 ? width : '100%' }}>
          <Lanes
            durationMs={durationMs}
            learner={drawn.learner}
            partner={drawn.partner}
            overlaps={cutIn}
            height={HEIGHT}
            labels={false}
            positionMs={position > 0 ? position : null}
            onSeek={player ? (ms) => void player.play(ms) : undefined}
            messages={{ recorded: t('report.lanes_label', { partner }), position: t('report.position_at') }}
          />
          {width > 0 && <Gaps gaps={gaps} durationMs={durationMs} width={width} />}
          {width > 0 && <Marks marks={marks} durationMs={durationMs} width={width} />}
        </div>
      </div>
    </>
  )
}

const AHEAD = 0.25

/** Keeps a place in view, when there is one to keep. */
function useFollow(view: RefObject<HTMLDivElement | null>, x: number | null): void {
  useEffect(() => {
    const box = view.current
    if (!box || !x) return
    if (x < box.scrollLeft || x > box.scrollLeft + box.clientWidth * (1 - AHEAD / 2))
      box.scrollLeft = x - box.clientWidth * AHEAD
  }, [view, x])
}

interface ZoomProps {
  steps: number[]
  zoom: number
  onZoom: (zoom: number) => void
}

function Zoom({ steps, zoom, onZoom }: ZoomProps) {
  const { t } = useTranslation()
  const at = steps.indexOf(zoom)
  return (
    <div className="mb-1 flex items-center justify-end gap-2 print:hidden">
      <span className="text-sm text-muted" role="status">
        {zoom === 1 ? t('report.zoom_whole') : t('report.zoom', { zoom })}
      </span>
      <Button
        className="px-3!"
        aria-label={t('report.zoom_out')}
        disabled={at === 0}
        onClick={() => onZoom(steps[at - 1] ?? 1)}
      >
        <Minus aria-hidden="true" className="size-4" />
      </Button>
      <Button
        className="px-3!"
        aria-label={t('report.zoom_in')}
        disabled={at === steps.length - 1}
        onClick={() => onZoom(steps[at + 1] ?? zoom)}
      >
        <Plus aria-hidden="true" className="size-4" />
      </Button>
    </div>
  )
}

const GAP_LABEL_PX = 34

/** The length of each long silence, where it is wide enough to hold it; all of them are in the list below. */
function Gaps({ gaps, durationMs, width }: { gaps: Gap[]; durationMs: number; width: number }) {
  const { i18n } = useTranslation()
  return gaps.map(({ kind, start_ms, end_ms }) => {
    const wide = ((end_ms - start_ms) / durationMs) * width
    return (
      <div
        key={`${kind}-${start_ms}`}
        aria-hidden="true"
        data-testid="gap"
        className="pointer-events-none absolute grid h-[24px] -translate-y-1/2 place-items-center border-x border-edge"
        style={{ top: HEIGHT / 2, left: `${(start_ms / durationMs) * 100}%`, width: wide }}
      >
        {wide >= GAP_LABEL_PX && (
          <span className="num rounded bg-paper px-1 text-[12px] whitespace-nowrap text-muted">
            {quantity(end_ms - start_ms, 'ms', i18n.language)}
          </span>
        )}
      </div>
    )
  })
}

interface MarksProps {
  marks: ReportMark[]
  durationMs: number
  width: number
}

function Marks({ marks, durationMs, width }: MarksProps) {
  const shown = spread(marks, durationMs, width)
  const sides = placeLabels(shown, durationMs, width)
  const spoken = useSpoken()
  return shown.map((mark, i) => {
    const side = sides[i] ?? null
    return (
      <div
        key={mark.id}
        className="absolute top-0 w-px bg-ink"
        style={{ left: `${(mark.at_ms / durationMs) * 100}%`, height: HEIGHT }}
      >
        <MarkPoint mark={mark} />
        {side && (
          <span
            aria-hidden="true"
            {...(mark.kind === 'quote' ? spoken : {})}
            className={`absolute top-full pt-1 text-[12px] whitespace-nowrap text-muted ${BESIDE[side]}`}
          >
            {mark.label}
          </span>
        )}
      </div>
    )
  })
}

const BESIDE: Record<NonNullable<Side>, string> = {
  left: 'left-0',
  middle: 'left-1/2 -translate-x-1/2',
  right: 'right-0',
}

/** A point that plays; without a recording just a point with its words. */
function MarkPoint({ mark }: { mark: ReportMark }) {
  const { t } = useTranslation()
  const player = usePlayer()
  const place = 'absolute -top-3 left-1/2 grid size-7 -translate-x-1/2 place-items-center rounded-full'
  const point = (
    <span className={`size-2.5 ${mark.kind === 'quote' ? 'rounded-full' : 'rotate-45 rounded-[2px]'} bg-ink`} />
  )
  if (!player)
    return (
      <span role="img" aria-label={`${clock(mark.at_ms)} ${mark.label}`} title={mark.label} className={place}>
        {point}
      </span>
    )
  const text = { time: clock(mark.at_ms), quote: mark.label }
  return (
    <button
      type="button"
      aria-label={mark.kind === 'quote' ? t('report.play_quote', text) : t('report.play_cut', text)}
      title={mark.label}
      onClick={() => void player.play(playFrom(mark), mark.end_ms)}
      className={`${place} cursor-pointer`}
    >
      {point}
    </button>
  )
}

interface LegendProps {
  report: Report | undefined
  partner: string
  marks: ReportMark[]
  gaps: Gap[]
  recorded: boolean
}

function Legend({ report, partner, marks, gaps, recorded }: LegendProps) {
  const { t, i18n } = useTranslation()
  const share = report?.metrics.find(({ id, state }) => id === 'talk_share' && state === 'ok')?.value
  const cuts = (['cut', 'cut_into'] as const).map((kind) => [kind, marks.filter((mark) => mark.kind === kind)] as const)
  return [
    share == null
      ? t('report.legend', { partner })
      : t('report.legend_share', { partner, share: quantity(share, 'ratio', i18n.language) }),
    ...cuts
      .filter(([, found]) => found.length > 0)
      .map(([kind, found]) =>
        t(`report.legend_${kind}`, {
          count: found.length,
          partner,
          times: found.map(({ at_ms }) => clock(at_ms)).join(', '),
        }),
      ),
    ...(gaps.length ? [t('report.legend_gaps', { count: gaps.length })] : []),
    ...(recorded ? (marks.length ? [t('report.legend_marks')] : []) : [t('report.not_recorded')]),
  ].join(' ')
}

/** Play and pause for the whole recording; the lanes above are its slider. */
function Transport({ durationMs }: { durationMs: number }) {
  const { t } = useTranslation()
  const player = usePlayer()
  const position = usePlayerState((state) => Math.floor(state.positionMs / 1000) * 1000, 0)
  const playing = usePlayerState((state) => state.playing, false)
  const failed = usePlayerState((state) => state.failed, false)
  return (
    <div className="mt-4 flex flex-wrap items-center gap-4 print:hidden">
      <Button onClick={() => player?.toggle()}>
        {playing ? <Pause aria-hidden="true" className="size-4" /> : <Play aria-hidden="true" className="size-4" />}
        {playing ? t('report.pause') : t('report.play_all')}
      </Button>
      <span className="num text-sm text-muted">
        {t('report.position_of', { position: clock(position), duration: clock(durationMs) })}
      </span>
      {failed && (
        <span role="alert" className="text-sm text-danger">
          {t('report.cannot_play')}
        </span>
      )}
    </div>
  )
}
