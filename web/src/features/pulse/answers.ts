import type { PulseTheme } from '@/api/types'

/** What somebody has chosen, by item; what is not there is not answered. */
export type Chosen = Readonly<Record<string, number>>

export type Checked =
  /** The first question of a theme that is answered in part, or nothing at all. */
  { missing: string | null } | { answers: Record<string, number> }

export const isComment = (theme: PulseTheme) => theme.set === 'comment'

/** Questions that are answered with a number. */
export const questions = (themes: readonly PulseTheme[]) =>
  themes.filter((theme) => !isComment(theme)).flatMap(({ items }) => items)

/** Themes that are asked in one breath: those of a check-in have one question each. */
export function bySet(themes: readonly PulseTheme[]): [PulseTheme, ...PulseTheme[]][] {
  const groups: [PulseTheme, ...PulseTheme[]][] = []
  for (const theme of themes) {
    const last = groups.at(-1)
    if (last?.[0].set === theme.set) last.push(theme)
    else groups.push([theme])
  }
  return groups
}

/** Each theme is answered as a whole or left out; something has to be answered. */
export function check(themes: readonly PulseTheme[], chosen: Chosen, comment: string): Checked {
  for (const { items } of themes.filter((theme) => !isComment(theme))) {
    const open = items.filter(({ id }) => chosen[id] === undefined)
    if (open[0] && open.length < items.length) return { missing: open[0].id }
  }
  if (Object.keys(chosen).length === 0 && comment.trim() === '') return { missing: null }
  return { answers: { ...chosen } }
}
