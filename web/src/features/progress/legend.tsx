import { useTranslation } from 'react-i18next'
import type { Skill } from '@/api/types'
import { useShipped } from '@/lib/shipped'
import { levelPlot, MOST } from './plot'

/** What the marks of these skills' pictures are, as far as they have them, each once. */
export function Legend({ skills }: { skills: readonly Skill[] }) {
  const { t } = useTranslation()
  const breaks = useBreaks(skills)
  const plots = skills.map(levelPlot)
  const said = [
    ...(plots.some(({ bands }) => bands.length > 0) ? [t('progress.legend_band')] : []),
    ...(plots.some(({ dots }) => dots.some(({ y }) => y === null)) ? [t('progress.legend_unjudged')] : []),
    ...breaks,
    ...(skills.some(({ versions }) => versions.flatMap(({ points }) => points).length > MOST)
      ? [t('progress.legend_latest', { count: MOST })]
      : []),
  ]
  if (said.length === 0) return null
  return (
    <ul className="mt-1 grid max-w-read gap-0.5 text-sm text-muted">
      {said.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}

/** Each dashed line in words: since when, and what is another one there. Most are the same for a whole rubric. */
function useBreaks(skills: readonly Skill[]): string[] {
  const { t, i18n } = useTranslation()
  const named = useShipped()
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' })
  const words = skills.flatMap((skill) =>
    levelPlot(skill).breaks.flatMap(({ version }) => {
      const [before, after] = [skill.versions[version - 1], skill.versions[version]]
      const at = after?.points[0]?.at
      if (!before || !after || at === undefined) return []
      const date = day.format(at)
      const [was, is] = [before.judge, after.judge].map(({ model, name }) => model ?? named(name))
      if (was !== is) return [t('progress.break_judge', { date, before: was, after: is })]
      const sameCriteria = before.judge.rubric_hash === after.judge.rubric_hash
      return [t(sameCriteria ? 'progress.break_way' : 'progress.break_criteria', { date })]
    }),
  )
  return [...new Set(words)]
}
