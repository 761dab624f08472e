/** What the two lanes of a finished talk need: heights and marks. */
import { levelToHeight } from '@feedbackyes/realtime'

/** A peak of speech is some 9 dB above the level that the live lanes draw: with this they are alike. */
const RMS_OF_PEAK = 0.35

/** Decibels alone make every word as tall as the next: this brings the melody of speech back. */
const LIVELY = 1.5

/** Peaks as the server sends them, 0 to 1 of full scale, as heights of a lane. */
export const heights = (peaks: readonly number[]): number[] =>
  peaks.map((peak) => levelToHeight(peak * RMS_OF_PEAK) ** LIVELY)

export interface Mark {
  at_ms: number
  label: string
}

/** Marks nearer than this cannot be pressed apart (WCAG 2.2, 2.5.8). */
const APART_PX = 24

/** Marks far enough from each other to be pressed; what is left out can be played from its quote. */
export function spread<M extends Mark>(marks: readonly M[], durationMs: number, width: number): M[] {
  let last = Number.NEGATIVE_INFINITY
  return marks.filter((mark) => {
    const x = (mark.at_ms / durationMs) * width
    if (x - last < APART_PX) return false
    last = x
    return true
  })
}

const PER_LETTER_PX = 6.6
const BETWEEN_PX = 10

/** Where a label stands against its mark; null: there is no room for it. */
export type Side = 'left' | 'middle' | 'right' | null

/** Places labels under the lanes: inside their width, and none that would touch the one before it. */
export function placeLabels(marks: readonly Mark[], durationMs: number, width: number): Side[] {
  let free = 0
  return marks.map((mark) => {
    const x = (mark.at_ms / durationMs) * width
    const long = mark.label.length * PER_LETTER_PX
    const side = x < long / 2 ? 'left' : x > width - long / 2 ? 'right' : 'middle'
    const from = x - { left: 0, middle: long / 2, right: long }[side]
    if (from < free || from < 0 || from + long > width) return null
    free = from + long + BETWEEN_PX
    return side
  })
}
