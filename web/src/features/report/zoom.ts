/** More than this in a pixel, and single words cannot be told apart any more. */
const COARSE_MS_PER_PX = 500
const STEP = 2
const CLOSEST_MS_PER_PX = 120

/** How many times wider than the page the lanes can be drawn: 1, 2, 4 … as long as that shows more. */
export function zooms(durationMs: number, width: number): number[] {
  const found = [1]
  if (width <= 0 || durationMs / width <= COARSE_MS_PER_PX) return found
  for (let zoom = STEP; durationMs / (width * zoom) > CLOSEST_MS_PER_PX && zoom <= 32; zoom *= STEP) found.push(zoom)
  return found
}
