import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useDropGoal, useSetGoal } from '@/api/progress'
import type { Goal, Skill } from '@/api/types'
import { Button } from '@/components/button'
import { Problem } from '@/components/problem'
import { useShipped } from '@/lib/shipped'

/** Chooses a level to reach, or says how far one is and lets go of it. */
export function GoalControl({ skill, goal, top }: { skill: Skill; goal: Goal | undefined; top: number }) {
  const { t } = useTranslation()
  const named = useShipped()
  const drop = useDropGoal()
  if (!goal) return top > 0 ? <Choose skill={skill} top={top} /> : null
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <p className="flex-1 text-sm">
        {t(goal.reached ? 'progress.goal_reached' : 'progress.goal_open', { level: goal.level })}
      </p>
      <Button
        variant="quiet"
        className="-mr-3 px-3!"
        disabled={drop.isPending}
        aria-label={t('progress.drop_of', { skill: named(skill.title) })}
        onClick={() => drop.mutate(goal.id)}
      >
        {t('progress.drop')}
      </Button>
      {drop.isError && <Problem error={drop.error} what={t('progress.not_dropped')} />}
    </div>
  )
}

function Choose({ skill: { rubric, element, title }, top }: { skill: Skill; top: number }) {
  const { t } = useTranslation()
  const named = useShipped()
  const id = useId()
  const set = useSetGoal()
  return (
    <div>
      <div className="flex items-center gap-3 text-sm">
        <label htmlFor={id} className="text-muted">
          {t('progress.goal')}
          <span className="sr"> {named(title)}</span>
        </label>
        <select
          id={id}
          value=""
          disabled={set.isPending}
          className="pill-select min-h-11 rounded-full border border-edge bg-raised pr-8 pl-4"
          onChange={(event) => set.mutate({ rubric, element, level: Number(event.currentTarget.value) })}
        >
          <option value="">{t('progress.no_goal')}</option>
          {Array.from({ length: top }, (_, i) => i + 1).map((level) => (
            <option key={level} value={level}>
              {t('progress.goal_level', { level })}
            </option>
          ))}
        </select>
      </div>
      {set.isError && <Problem error={set.error} what={t('progress.not_set')} />}
    </div>
  )
}
