/**
 * What runs in the page itself, before any of its files has come: the build writes these functions into `index.html`
 * (`dev/build-plugins.ts`). Each stands alone, with nothing from outside of it but its arguments and the browser.
 */

/** Where the browser keeps what this person set. */
export const STORE = 'feedbackyes.preferences'

/** The language of the pages: the one that was chosen here, or else the first of the browser's that we speak. */
export function firstLanguage(spoken: readonly string[], chosen: string | null, wanted: readonly string[]): string {
  const tags = [...(chosen ? [chosen] : []), ...wanted.map((tag) => tag.split('-')[0] ?? tag)]
  return tags.find((tag) => spoken.includes(tag)) ?? 'en'
}

/**
 * Ask for what the first page will ask for, so that it comes along with the scripts and not after them. The pages that
 * people begin at are known; a guess that is wrong costs a request.
 *
 * @param texts the files of each language's texts: what the first pages show, and all else
 */
export function askEarly(
  texts: Record<string, readonly [string, string]>,
  store: string,
  choose: typeof firstLanguage,
): void {
  let chosen: unknown
  try {
    chosen = JSON.parse(localStorage.getItem(store) ?? '{}')?.language
  } catch {
    // No storage, or nothing that we wrote: the pages go by the browser as well.
  }
  const language = choose(Object.keys(texts), typeof chosen === 'string' ? chosen : null, navigator.languages)
  const { pathname, search } = location
  const practice = /^\/practice\/([^/]+)$/.exec(pathname)
  // What stands largest on the page comes first.
  const asked = ['/api/config', '/api/me']
  if (pathname === '/') {
    asked.unshift('/api/sessions?limit=24&of=own', '/api/scenarios')
    asked.push(`/api/pulse?language=${language}`)
  }
  const before = practice && !search
  if (before) asked.unshift(`/api/scenarios/${practice[1]}`)
  const preload = (href: string, more: Partial<HTMLLinkElement>) =>
    document.head.append(Object.assign(document.createElement('link'), { crossOrigin: 'anonymous', ...more, href }))
  const [first, rest] = texts[language] ?? []
  if (first) preload(first, { rel: 'modulepreload' })
  if (rest && pathname !== '/' && !before) preload(rest, { rel: 'modulepreload' })
  for (const path of asked) preload(path, { rel: 'preload', as: 'fetch' })
}
