import { useTranslation } from 'react-i18next'
import { useSpoken } from '@/components/spoken'
import { clock, quantity } from '@/lib/format'
import type { Gap } from './gaps'
import { playFrom, type ReportMark } from './marks'
import { usePlayer } from './playback'
import { PlayPart } from './quote'

const BEFORE_MS = 1500
const AFTER_MS = 1500

interface Moment {
  id: string
  at_ms: number
  from_ms: number
  to_ms: number | null
  text: string
  /** `text` is what the learner said. */
  said: boolean
}

/** Everything that the lanes mark as a list: for narrow pages and long talks, where marks lie on each other. */
export function Moments({ marks, gaps }: { marks: ReportMark[]; gaps: Gap[] }) {
  const { t } = useTranslation()
  const named = useMoments(marks, gaps)
  const spoken = useSpoken()
  const audible = usePlayer() !== null
  if (named.length === 0) return null
  return (
    <details className="mt-3" data-testid="moments">
      <summary className="min-h-11 py-2.5 text-sm font-semibold">
        {t(audible ? 'report.moments' : 'report.moments_silent', { count: named.length })}
      </summary>
      <ol className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3">
        {named.map((moment) => (
          <li key={moment.id} className="flex items-center gap-3">
            <PlayPart startMs={moment.from_ms} endMs={moment.to_ms} about={moment.text} shown={clock(moment.at_ms)} />
            <span {...(moment.said ? spoken : {})} className="text-[15px]">
              {moment.text}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}

function useMoments(marks: ReportMark[], gaps: Gap[]): Moment[] {
  const { t, i18n } = useTranslation()
  const silences = gaps.map(({ kind, start_ms, end_ms }) => ({
    id: `${kind}-${start_ms}`,
    at_ms: start_ms,
    from_ms: Math.max(0, start_ms - BEFORE_MS),
    to_ms: end_ms + AFTER_MS,
    text: t(`report.gap.${kind}`, { length: quantity(end_ms - start_ms, 'ms', i18n.language) }),
    said: false,
  }))
  const marked = marks.map((mark) => ({
    id: mark.id,
    at_ms: mark.at_ms,
    from_ms: playFrom(mark),
    to_ms: mark.end_ms,
    text: mark.kind === 'quote' ? mark.label : t(`report.moment_${mark.kind}`),
    said: mark.kind === 'quote',
  }))
  return [...silences, ...marked].sort((a, b) => a.at_ms - b.at_ms)
}
