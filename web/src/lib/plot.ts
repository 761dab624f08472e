/** The width of a picture of something over time; it is drawn as wide as there is room. */
export const WIDTH = 320

/** Where `count` things stand, one after the other, right of `left` and with `side` free at both ends; one alone in the middle. */
export const places = (count: number, left: number, side: number) => (i: number) =>
  count < 2 ? (left + WIDTH) / 2 : left + side + (i / (count - 1)) * (WIDTH - left - 2 * side)
