import type { Take } from '@/api/types'

type Behaviour = Take['behaviours'][number]['name']

export interface Change {
  name: Behaviour
  /** Only the later take shows it, only the earlier one showed it, or both do. */
  what: 'added' | 'dropped' | 'kept'
  /** What sees it is not reliable. */
  experimental: boolean
}

/** What the words of two takes show, against each other: what is new first, what is not reliable last. */
export function changes(before: Take, after: Take): Change[] {
  const [old, young] = [namesOf(before), namesOf(after)]
  const doubtful = new Set(
    [...before.behaviours, ...after.behaviours].flatMap(({ name, experimental }) => (experimental ? [name] : [])),
  )
  const all = [
    ...young.filter((name) => !old.includes(name)).map((name) => ({ name, what: 'added' as const })),
    ...old.filter((name) => !young.includes(name)).map((name) => ({ name, what: 'dropped' as const })),
    ...young.filter((name) => old.includes(name)).map((name) => ({ name, what: 'kept' as const })),
  ].map((change) => ({ ...change, experimental: doubtful.has(change.name) }))
  return all.sort((a, b) => Number(a.experimental) - Number(b.experimental))
}

const namesOf = (take: Take) => [...new Set(take.behaviours.map(({ name }) => name))]
