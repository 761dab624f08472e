import { Pause, Play } from 'lucide-react'
import { type CSSProperties, type MouseEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLevels } from '@/api/sessions'
import type { Report, Session, Turn } from '@/api/types'
import { Button } from '@/components/button'
import { Lanes } from '@/components/lanes'
import { clock, quantity } from '@/lib/format'
import { labelled } from '@/lib/lanes'
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
  const drawn = useMemo(() => data ?? lanesOf(turns, durationMs, BINS), [data, turns, durationMs])
  const all = useMemo(() => marks(report, turns, t('report.cut_off')), [report, turns, t])
  if (session.recording && isPending) return <div className="skeleton h-[150px] w-full opacity-40" />
  return (
    <section aria-labelledby="lanes" className="mt-14">
      <h2 id="lanes" className="sr">
        {t('report.lanes')}
      </h2>
      <Lanes
        learner={drawn.learner}
        partner={drawn.partner}
        height={HEIGHT}
        label={t('report.lanes_label', { partner })}
      >
        {(width) => (
          <>
            <Seek durationMs={durationMs} />
            <Marks marks={all} durationMs={durationMs} width={width} />
          </>
        )}
      </Lanes>
      <p className="mt-9 text-sm text-muted">
        <Legend report={report} partner={partner} marks={all} recorded={session.recording} />
      </p>
      {session.recording && <Transport durationMs={durationMs} />}
    </section>
  )
}

/** The lanes can be pressed anywhere; the slider below does the same for the keyboard. */
function Seek({ durationMs }: { durationMs: number }) {
  const player = usePlayer()
  const position = usePlayerState((state) => state.positionMs, 0)
  if (!player) return null
  const seek = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    void player.play(((event.clientX - box.left) / box.width) * durationMs)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the slider below is the same for the keyboard
    // biome-ignore lint/a11y/useKeyWithClickEvents: the slider below is the same for the keyboard
    <div className="absolute inset-x-0 top-0 cursor-pointer" style={{ height: HEIGHT }} onClick={seek}>
      {position > 0 && (
        <div
          className="pointer-events-none absolute inset-y-0 w-0.5 bg-muted"
          style={{ left: `${Math.min(100, (position / durationMs) * 100)}%` }}
        />
      )}
    </div>
  )
}

interface MarksProps {
  marks: ReportMark[]
  durationMs: number
  width: number
}

function Marks({ marks, durationMs, width }: MarksProps) {
  const { t } = useTranslation()
  const player = usePlayer()
  const shown = labelled(marks, durationMs, width)
  return marks.map((mark, i) => {
    const share = mark.at_ms / durationMs
    const side = share > 0.85 ? 'right-0' : share < 0.12 ? 'left-0' : 'left-1/2 -translate-x-1/2'
    return (
      <div key={mark.id} className="absolute top-0 w-px bg-ink" style={{ left: `${share * 100}%`, height: HEIGHT }}>
        <button
          type="button"
          disabled={!player}
          aria-label={t(mark.kind === 'cut' ? 'report.play_cut' : 'report.play_quote', {
            time: clock(mark.at_ms),
            quote: mark.label,
          })}
          title={mark.label}
          onClick={() => void player?.play(playFrom(mark), mark.end_ms)}
          className="absolute -top-3 left-1/2 grid size-7 -translate-x-1/2 cursor-pointer place-items-center rounded-full disabled:cursor-default"
        >
          <span className={`size-2.5 ${mark.kind === 'cut' ? 'rotate-45 rounded-[2px]' : 'rounded-full'} bg-ink`} />
        </button>
        {shown[i] && (
          <span
            aria-hidden="true"
            className={`absolute top-full pt-1 text-[12px] whitespace-nowrap text-muted ${side}`}
          >
            {mark.label}
          </span>
        )}
      </div>
    )
  })
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

/** Play, pause and a slider for the whole recording. */
function Transport({ durationMs }: { durationMs: number }) {
  const { t } = useTranslation()
  const player = usePlayer()
  const position = usePlayerState((state) => Math.round(state.positionMs / 100) * 100, 0)
  const playing = usePlayerState((state) => state.playing, false)
  const failed = usePlayerState((state) => state.failed, false)
  return (
    <div className="mt-2 flex items-center gap-4">
      <Button
        className="px-3.5!"
        aria-label={playing ? t('report.pause') : t('report.play_all')}
        onClick={() => player?.toggle()}
      >
        {playing ? <Pause aria-hidden="true" className="size-4" /> : <Play aria-hidden="true" className="size-4" />}
      </Button>
      <input
        type="range"
        min={0}
        max={durationMs}
        step={1000}
        value={Math.min(position, durationMs)}
        aria-label={t('report.position')}
        aria-valuetext={t('report.position_of', { position: clock(position), duration: clock(durationMs) })}
        style={{ '--filled': `${(position / durationMs) * 100}%` } as CSSProperties}
        onChange={(event) => player?.seek(event.currentTarget.valueAsNumber)}
      />
      <span className="num shrink-0 text-sm text-muted">
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
