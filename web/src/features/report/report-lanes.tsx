import { Lanes } from '@feedbackyes/react'
import { Pause, Play } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLevels } from '@/api/sessions'
import type { Report, Session, Turn } from '@/api/types'
import { Button } from '@/components/button'
import { clock, quantity } from '@/lib/format'
import { useWidth } from '@/lib/hooks'
import { heights, placeLabels, type Side, spread } from '@/lib/lanes'
import { lanesOf, marks, playFrom, type ReportMark } from './marks'
import { usePlayer, usePlayerState } from './playback'

const BINS = 480
const HEIGHT = 150

interface ReportLanesProps {
  session: Session
  report: Report | undefined
  turns: readonly Turn[]
}

/** The picture of the talk, the same as it was live, with marks that play. */
export function ReportLanes({ session, report, turns }: ReportLanesProps) {
  const { t } = useTranslation()
  const { data, isPending } = useLevels(session.id, BINS, session.recording)
  const partner = session.partner_name ?? t('session.partner')
  const durationMs = data?.duration_ms || Math.max(1, session.duration_ms ?? 0, ...turns.map((turn) => turn.end_ms))
  const drawn = useMemo(
    () =>
      data ? { learner: heights(data.learner), partner: heights(data.partner) } : lanesOf(turns, durationMs, BINS),
    [data, turns, durationMs],
  )
  const all = useMemo(() => marks(report, turns, t('report.cut_off')), [report, turns, t])
  if (session.recording && isPending) return <div className="skeleton mt-14 h-[150px] w-full opacity-40" />
  return (
    <section aria-labelledby="lanes" className="mt-14">
      <h2 id="lanes" className="sr">
        {t('report.lanes')}
      </h2>
      <Picture drawn={drawn} durationMs={durationMs} marks={all} partner={partner} />
      <p className="mt-9 text-sm text-muted">
        <Legend report={report} partner={partner} marks={all} recorded={session.recording} />
      </p>
      {session.recording && <Transport durationMs={durationMs} />}
    </section>
  )
}

interface PictureProps {
  drawn: { learner: number[]; partner: number[] }
  durationMs: number
  marks: ReportMark[]
  partner: string
}

function Picture({ drawn, durationMs, marks, partner }: PictureProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const player = usePlayer()
  const position = usePlayerState((state) => state.positionMs, 0)
  return (
    <div ref={box} className="relative">
      <Lanes
        durationMs={durationMs}
        learner={drawn.learner}
        partner={drawn.partner}
        height={HEIGHT}
        labels={false}
        positionMs={position > 0 ? position : null}
        onSeek={player ? (ms) => void player.play(ms) : undefined}
        messages={{ recorded: t('report.lanes_label', { partner }), position: t('report.position_at') }}
      />
      {width > 0 && <Marks marks={marks} durationMs={durationMs} width={width} />}
    </div>
  )
}

interface MarksProps {
  marks: ReportMark[]
  durationMs: number
  width: number
}

function Marks({ marks, durationMs, width }: MarksProps) {
  const shown = spread(marks, durationMs, width)
  const sides = placeLabels(shown, durationMs, width)
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
    <span className={`size-2.5 ${mark.kind === 'cut' ? 'rotate-45 rounded-[2px]' : 'rounded-full'} bg-ink`} />
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
      aria-label={mark.kind === 'cut' ? t('report.play_cut', text) : t('report.play_quote', text)}
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
  recorded: boolean
}

function Legend({ report, partner, marks, recorded }: LegendProps) {
  const { t, i18n } = useTranslation()
  const share = report?.metrics.find(({ id, state }) => id === 'talk_share' && state === 'ok')?.value
  const cuts = marks.filter(({ kind }) => kind === 'cut')
  return [
    share == null
      ? t('report.legend', { partner })
      : t('report.legend_share', { partner, share: quantity(share, 'ratio', i18n.language) }),
    ...(cuts.length
      ? [
          t('report.legend_cuts', {
            count: cuts.length,
            partner,
            times: cuts.map(({ at_ms }) => clock(at_ms)).join(', '),
          }),
        ]
      : []),
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
    <div className="mt-4 flex flex-wrap items-center gap-4">
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
