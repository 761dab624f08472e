import type { Config } from '@/api/types'

type Provider = Config['provider']

/** The recogniser understands this language. Who speaks another one types; the partner still answers aloud. */
export const understands = ({ languages }: Provider, tag: string): boolean => knows(languages, tag)

/** The voice speaks this language. There is no talk in another one. */
export const speaks = ({ voice_languages: languages }: Provider, tag: string): boolean => knows(languages, tag)

/** The partner has something to say in this language without a scenario. */
export const talksFreely = ({ free_languages: languages }: Provider, tag: string): boolean => knows(languages, tag)

/** Lists have primary subtags; none is every language. */
function knows(languages: string[] | null | undefined, tag: string): boolean {
  return languages == null || languages.includes(tag.split('-')[0]?.toLowerCase() ?? '')
}
