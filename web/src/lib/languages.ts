import type { Config } from '@/api/types'

/** The recogniser understands this language. Who speaks another one types; the partner still answers aloud. */
export function understands({ languages }: Config['provider'], tag: string): boolean {
  return languages === null || languages.includes(tag.split('-')[0]?.toLowerCase() ?? '')
}
