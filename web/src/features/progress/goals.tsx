import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDropGoal, useSetGoal } from '@/api/progress'
import type { Goal, Progress, RubricChoice } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { Problem } from '@/components/problem'
import { useShipped } from '@/lib/shipped'
import { useNow } from './now'

/** What one wants to reach and how far one is; a new goal can be any skill, tried or not. */
export function Goals({ goals, choices }: Pick<Progress, 'goals' | 'choices'>) {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="goals" className="mt-12">
      <h2 id="goals">{t('progress.goals')}</h2>
      <div className={`${cardClass} mt-4 grid grid-cols-[minmax(0,1fr)] gap-4`}>
        {goals.length > 0 && (
          <ul className="grid divide-y divide-line border-b border-line">
            {goals.map((goal) => (
              <GoalRow key={goal.id} goal={goal} top={topOf(choices, goal)} />
            ))}
          </ul>
        )}
        <NewGoal choices={without(choices, goals)} />
      </div>
    </section>
  )
}

/** The highest level that can be reached here; what is not known any more has none. */
export const topOf = (choices: readonly RubricChoice[], { rubric, element }: Pick<Goal, 'rubric' | 'element'>) =>
  choices.find(({ id }) => id === rubric)?.elements.find(({ id }) => id === element)?.top ?? 0

function GoalRow({ goal, top }: { goal: Goal; top: number }) {
  const { t } = useTranslation()
  const named = useShipped()
  const drop = useDropGoal()
  const now = useNow(goal.now)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 pb-3 not-first:pt-3">
      <div className="min-w-[min(100%,16rem)] flex-1">
        <p>
          <span className="font-semibold">
            {t('progress.goal_of', { skill: named(goal.title), level: goal.level })}
          </span>{' '}
          <span className="text-sm text-muted">{named(goal.rubric_title)}</span>
        </p>
        <p className="text-sm text-muted">
          {goal.reached ? t('progress.reached') : (now ?? t('progress.not_tried_yet'))}{' '}
          {goal.level > top && top > 0 && t('progress.above_top', { top })}
        </p>
      </div>
      <Button
        variant="quiet"
        className="-mr-3 px-3! max-sm:-ml-3"
        disabled={drop.isPending}
        aria-label={t('progress.drop_of', { skill: named(goal.title) })}
        onClick={() => drop.mutate(goal.id)}
      >
        {t('progress.drop')}
      </Button>
      {drop.isError && <Problem error={drop.error} what={t('progress.not_dropped')} />}
    </li>
  )
}

const SELECT = 'pill-select min-h-11 w-full min-w-0 rounded-full border border-edge bg-raised pr-8 pl-4'
const NONE = ''
const LEVELS = [1, 2, 3] as const

function NewGoal({ choices }: { choices: readonly RubricChoice[] }) {
  const { t } = useTranslation()
  const id = useId()
  const named = useShipped()
  const set = useSetGoal()
  const [chosen, setChosen] = useState(NONE)
  const [level, setLevel] = useState(1)
  const [rubric = '', element = ''] = chosen.split('/')
  const top = topOf(choices, { rubric, element })
  return (
    <form
      className="flex flex-wrap items-end gap-x-4 gap-y-3"
      onSubmit={(event) => {
        event.preventDefault()
        set.mutate({ rubric, element, level: Math.min(level, top) }, { onSuccess: () => setChosen(NONE) })
      }}
    >
      <div className="grid w-full gap-1 sm:w-auto">
        <label htmlFor={`${id}-skill`} className="text-sm text-muted">
          {t('progress.new_goal')}
        </label>
        <select
          id={`${id}-skill`}
          value={chosen}
          className={SELECT}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          <option value={NONE}>{t('progress.choose_skill')}</option>
          {choices.map(({ id: rubricId, title, elements }) => (
            <optgroup key={rubricId} label={named(title)}>
              {elements.map((one) => (
                <option key={one.id} value={`${rubricId}/${one.id}`}>
                  {named(one.title)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      {top > 0 && (
        <>
          <div className="grid gap-1">
            <label htmlFor={`${id}-level`} className="text-sm text-muted">
              {t('progress.to_level')}
            </label>
            <select
              id={`${id}-level`}
              value={Math.min(level, top)}
              className={SELECT}
              onChange={(event) => setLevel(Number(event.currentTarget.value))}
            >
              {LEVELS.filter((one) => one <= top).map((one) => (
                <option key={one} value={one}>
                  {t(`progress.level_${one}`)}
                </option>
              ))}
            </select>
          </div>
          <Button type="submit" disabled={set.isPending}>
            {t('progress.set_goal')}
          </Button>
        </>
      )}
      {set.isError && <Problem error={set.error} what={t('progress.not_set')} />}
    </form>
  )
}

function without(choices: readonly RubricChoice[], goals: readonly Goal[]): RubricChoice[] {
  const taken = new Set(goals.map(({ rubric, element }) => `${rubric}/${element}`))
  return choices
    .map((rubric) => ({ ...rubric, elements: rubric.elements.filter(({ id }) => !taken.has(`${rubric.id}/${id}`)) }))
    .filter(({ elements }) => elements.length > 0)
}
