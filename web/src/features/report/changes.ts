import type { ElementResult, Report } from '@/api/types'

export interface Change {
  id: string
  title: string
  before: ElementResult | undefined
  after: ElementResult
}

/** The elements whose level is another one than before the correction, in the order of the rubric. */
export function changes(before: Report, after: Report): Change[] {
  const known = new Map(before.elements.map((element) => [element.id, element]))
  return after.elements
    .map((element) => ({ id: element.id, title: element.title, before: known.get(element.id), after: element }))
    .filter((change) => change.before?.level !== change.after.level || change.before.state !== change.after.state)
}
