import { createContext, type ReactNode, useContext } from 'react'

const Language = createContext<string | null>(null)

/** Everything inside is about a talk in this language (BCP 47), which may be another than the page's. */
export function SpokenIn({ language, children }: { language: string; children: ReactNode }) {
  return <Language value={language}>{children}</Language>
}

/** For an element that holds words of the talk, so that they are read aloud, hyphenated and checked as what they are. */
export function useSpoken(): { lang?: string } {
  const lang = useContext(Language)
  return lang === null ? {} : { lang }
}
