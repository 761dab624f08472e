import type { Report, Span } from '@/api/types'

/** A silence as long as this was noticed by both, and gets its name in the picture. */
const NAMED_MS = 2000

export interface Gap {
  kind: 'pause' | 'answer'
  start_ms: number
  end_ms: number
}

/** Silences of two seconds or more: pauses while the learner spoke, and the time before an answer. */
export const gaps = (report: Report | undefined): Gap[] =>
  (report?.spans ?? []).filter(isGap).filter(({ start_ms, end_ms }) => end_ms - start_ms >= NAMED_MS)

const isGap = (span: Span): span is Span & Gap => span.kind === 'pause' || span.kind === 'answer'

/** Where one spoke into the other's words. */
export const overlaps = (report: Report | undefined): { startMs: number; endMs: number }[] =>
  (report?.spans ?? [])
    .filter(({ kind }) => kind === 'cut_in' || kind === 'cut_into')
    .map(({ start_ms, end_ms }) => ({ startMs: start_ms, endMs: end_ms }))

/** Values for a dot strip, in milliseconds: how long each pause was, or how long each answer took. */
export const lengths = (report: Report, kind: Gap['kind']): number[] =>
  report.spans.filter((span) => span.kind === kind).map(({ start_ms, end_ms }) => end_ms - start_ms)
