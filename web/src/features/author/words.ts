import { useVocabulary } from '@/api/authoring'
import { humanise } from '@/lib/format'
import { useNamedText } from '@/lib/named-text'
import { at, type Value } from './text'

/** Every behaviour, by the name that the report gives it. */
export function useBehaviourOptions(): (readonly [string, string])[] {
  const named = useNamedText()
  const { data } = useVocabulary()
  return (data?.behaviours ?? []).map(({ id }) => [id, named(`behaviour.${id}`) || humanise(id)] as const)
}

/** An id that none of the entries has. */
export function freeId(name: string, entries: readonly Value[]): string {
  const taken = new Set(entries.map((entry) => at(entry, ['id'])))
  let number = entries.length + 1
  while (taken.has(`${name}-${number}`)) number += 1
  return `${name}-${number}`
}
