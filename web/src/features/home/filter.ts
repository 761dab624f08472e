import type { ScenarioSummary } from '@/api/types'

export interface Filter {
  search: string
  skill: string
  language: string
}

export const EVERYTHING: Filter = { search: '', skill: '', language: '' }

/** Scenarios that have every searched word somewhere in what the card says. */
export function matching(
  scenarios: readonly ScenarioSummary[],
  { search, skill, language }: Filter,
): ScenarioSummary[] {
  const words = fold(search).split(/\s+/).filter(Boolean)
  return scenarios.filter((scenario) => {
    if (skill && !scenario.skills.includes(skill)) return false
    if (language && scenario.language !== language) return false
    const text = fold(
      [scenario.title, scenario.summary, scenario.partner.name, scenario.partner.role, ...scenario.skills].join(' '),
    )
    return words.every((word) => text.includes(word))
  })
}

/** The values that occur, each once, in the order in which people look them up. */
export const distinct = (values: readonly string[]) => [...new Set(values)].sort((a, b) => a.localeCompare(b))

/** Where a newcomer begins: the shortest conversation. */
export const gentlest = (scenarios: readonly ScenarioSummary[]) =>
  scenarios.reduce<ScenarioSummary | undefined>(
    (best, scenario) => (best && best.minutes <= scenario.minutes ? best : scenario),
    undefined,
  )

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
