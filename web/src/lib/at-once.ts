import type { FileRouteTypes } from '../route-tree.gen.ts'

/**
 * Pages that people begin at. They come with the first file, because their own would be asked for only after it has run, and
 * show no texts but those that come with it. The build reads this too, so it imports nothing but a type.
 */
export const AT_ONCE: ReadonlySet<string> = new Set<FileRouteTypes['id']>(['/', '/practice/$id'])
