/** What the two lanes of a finished talk need: heights and marks. */
import { levelToHeight } from '@feedbackyes/realtime'

/** A peak of speech is some 9 dB above the level that the live lanes draw: with this both pictures are one. */
const RMS_OF_PEAK = 0.35

/** Peaks as the server sends them, 0 to 1 of full scale, as heights of a lane. */
export const heights = (peaks: readonly number[]): number[] => peaks.map((peak) => levelToHeight(peak * RMS_OF_PEAK))

export interface Mark {
  at_ms: number
  label: string
}

const PER_LETTER_PX = 6.6
const BETWEEN_PX = 10

/** Which marks have room for their label under the lanes: one that would touch the one before stays without. */
export function labelled(marks: readonly Mark[], durationMs: number, width: number): boolean[] {
  let free = Number.NEGATIVE_INFINITY
  return marks.map((mark) => {
    const x = (mark.at_ms / durationMs) * width
    const half = (mark.label.length * PER_LETTER_PX) / 2
    const room = x - half > free
    if (room) free = x + half + BETWEEN_PX
    return room
  })
}
