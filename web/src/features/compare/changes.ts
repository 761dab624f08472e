import type { Take } from '@/api/types'

type Behaviour = Take['behaviours'][number]['name']

export interface Changes {
  /** Behaviours that only the later take shows, that only the earlier one showed, and that both show. */
  added: readonly Behaviour[]
  dropped: readonly Behaviour[]
  kept: readonly Behaviour[]
}

/** What the words of two takes show, against each other; each list in the order of the talk. */
export function changes(before: Take, after: Take): Changes {
  const [old, young] = [namesOf(before), namesOf(after)]
  return {
    added: young.filter((name) => !old.includes(name)),
    dropped: old.filter((name) => !young.includes(name)),
    kept: young.filter((name) => old.includes(name)),
  }
}

const namesOf = (take: Take) => [...new Set(take.behaviours.map(({ name }) => name))]
