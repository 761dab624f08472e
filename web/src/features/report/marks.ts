import type { Report, Turn } from '@/api/types'
import type { Mark } from '@/lib/lanes'

export interface ReportMark extends Mark {
  id: string
  kind: 'quote' | 'cut' | 'cut_into'
  end_ms: number | null
}

interface Labels {
  /** The learner cut in, the partner did. */
  cut: string
  cut_into: string
}

const WORDS = 4
const BEFORE_CUT_MS = 4000
const AFTER_CUT_MS = 4000
/** Who cuts in has begun to speak at most so long before or after the partner fell silent. */
const CUTTING_IN_MS = 2000

/** What the lanes point at: every quote of the report once, and each time that one cut the other off. */
export function marks(report: Report | undefined, turns: readonly Turn[], labels: Labels): ReportMark[] {
  const found = new Map<number, ReportMark>()
  for (const { quote, start_ms, end_ms } of quotes(report)) {
    if (quote && start_ms !== null && !found.has(start_ms))
      found.set(start_ms, {
        id: `quote-${start_ms}`,
        kind: 'quote',
        at_ms: start_ms,
        end_ms,
        label: `“${shortened(quote)}”`,
      })
  }
  const cuts = [
    ...interruptions(report, turns).map((at_ms) => cut('cut', at_ms, labels)),
    ...turns.filter(cutsIn).map((turn) => cut('cut_into', turn.start_ms, labels)),
  ]
  return [...found.values(), ...cuts].sort((a, b) => a.at_ms - b.at_ms)
}

const cut = (kind: keyof Labels, at_ms: number, labels: Labels): ReportMark => ({
  id: `${kind}-${at_ms}`,
  kind,
  at_ms,
  end_ms: at_ms + AFTER_CUT_MS,
  label: labels[kind],
})

/** The partner cut in, and was heard. */
const cutsIn = (turn: Turn) => turn.cuts_in && turn.end_ms > turn.start_ms

/** When the partner was cut off: as measured in the sound, or else as the turns tell it. */
function interruptions(report: Report | undefined, turns: readonly Turn[]): number[] {
  const measured = report?.metrics.find(({ id, state }) => id === 'interruptions' && state === 'ok')
  if (measured)
    return Object.entries(measured.detail)
      .filter(([name]) => /^at_\d+_ms$/.test(name))
      .map(([, at]) => at)
  return turns
    .filter((turn) => turn.speaker === 'partner' && turn.interrupted && !turn.cuts_in && isCutBy(turns, turn.end_ms))
    .map((turn) => turn.end_ms)
}

/** A partner who was still talking when the talk was ended was not cut off. */
const isCutBy = (turns: readonly Turn[], endMs: number) =>
  turns.some(({ speaker, start_ms }) => speaker === 'learner' && Math.abs(start_ms - endMs) < CUTTING_IN_MS)

/** Where playing a mark begins: a cut is heard with what came before it. */
export const playFrom = (mark: ReportMark) =>
  mark.kind === 'quote' ? mark.at_ms : Math.max(0, mark.at_ms - BEFORE_CUT_MS)

function quotes(report: Report | undefined) {
  if (!report) return []
  const first = [report.strength, report.next_step].filter((one) => one !== null)
  return [...first, ...report.elements.flatMap((element) => element.evidence)]
}

function shortened(quote: string): string {
  const words = quote.split(/\s+/)
  return words.length <= WORDS + 1 ? quote : `${words.slice(0, WORDS).join(' ')} …`
}

/** Lanes for a talk without a recording: who spoke when, at one height. */
export function lanesOf(
  turns: readonly Turn[],
  durationMs: number,
  bins: number,
): { learner: number[]; partner: number[] } {
  const lanes = { learner: new Array<number>(bins).fill(0), partner: new Array<number>(bins).fill(0) }
  for (const turn of turns) {
    const parts = turn.words?.length ? turn.words : [turn]
    for (const { start_ms, end_ms } of parts) {
      const from = Math.floor((start_ms / durationMs) * bins)
      const to = Math.min(bins, Math.max(from + 1, Math.ceil((end_ms / durationMs) * bins)))
      lanes[turn.speaker].fill(LANE_HEIGHT, from, to)
    }
  }
  return lanes
}

const LANE_HEIGHT = 0.6
