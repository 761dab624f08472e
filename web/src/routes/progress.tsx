import { createFileRoute, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { progressQuery, useProgress } from '@/api/progress'
import type { Progress, Skill } from '@/api/types'
import { buttonClass } from '@/components/button'
import { cardClass } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { Goals, topOf } from '@/features/progress/goals'
import { Legend } from '@/features/progress/legend'
import { MOST } from '@/features/progress/plot'
import { SkillCard } from '@/features/progress/skill-card'
import { Suggestion } from '@/features/progress/suggestion'
import { TrendCard } from '@/features/progress/trend-card'
import { useShipped } from '@/lib/shipped'

export const Route = createFileRoute('/progress')({
  component: ProgressPage,
  staticData: { menu: { text: 'nav.progress', order: 4 } },
  loader: ({ context }) => void context.queryClient.prefetchQuery(progressQuery),
})

function ProgressPage() {
  const { t } = useTranslation()
  const progress = useProgress()
  return (
    <Shell title={t('nav.progress')}>
      <h1>{t('progress.title')}</h1>
      {progress.data ? (
        <Shown progress={progress.data} />
      ) : progress.isError ? (
        <div className="mt-8">
          <Problem error={progress.error} what={t('progress.failed')} retry={() => void progress.refetch()} />
        </div>
      ) : (
        <Skeleton />
      )}
    </Shell>
  )
}

function Shown({ progress }: { progress: Progress }) {
  const { t } = useTranslation()
  const named = useShipped()
  const { practice, skills, metrics, goals, choices, suggestion } = progress
  return (
    <>
      <p className="num mt-2 text-muted">
        {practice.talks > 0
          ? t('progress.practice', { count: practice.talks, minutes: practice.minutes })
          : t('progress.none')}
      </p>
      <div className="mt-6 grid gap-4">
        {suggestion && <Suggestion suggestion={suggestion} />}
        {skills.length === 0 && (
          <Notice
            title={t('progress.empty')}
            actions={
              <Link to="/" className={buttonClass('plain')}>
                {t('history.choose')}
              </Link>
            }
          >
            {t('progress.empty_text')}
          </Notice>
        )}
      </div>
      <Goals goals={goals} choices={choices} />
      {byRubric(skills).map(([rubric, of]) => (
        <section key={rubric} aria-labelledby={`rubric-${rubric}`} className="mt-12">
          <h2 id={`rubric-${rubric}`}>{named(of[0]?.rubric_title ?? '')}</h2>
          <Legend skills={of} />
          <div className="mt-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {of.map((skill) => (
              <SkillCard
                key={skill.element}
                skill={skill}
                goal={goals.find((goal) => goal.rubric === skill.rubric && goal.element === skill.element)}
                top={topOf(choices, skill)}
              />
            ))}
          </div>
        </section>
      ))}
      {metrics.length > 0 && (
        <section aria-labelledby="trends" className="mt-12">
          <h2 id="trends">{t('progress.sounds')}</h2>
          <p className="mt-1 max-w-read text-muted">
            {t('progress.sounds_text')}{' '}
            {metrics.some(({ points }) => points.length > MOST) && t('progress.legend_latest', { count: MOST })}
          </p>
          <div className="mt-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {metrics.map((trend) => (
              <TrendCard key={trend.id} trend={trend} />
            ))}
          </div>
        </section>
      )}
    </>
  )
}

function byRubric(skills: readonly Skill[]): [string, Skill[]][] {
  const found = new Map<string, Skill[]>()
  for (const skill of skills) found.set(skill.rubric, [...(found.get(skill.rubric) ?? []), skill])
  return [...found]
}

function Skeleton() {
  const { t } = useTranslation()
  return (
    <>
      <Slow quiet what={t('progress.loading')} />
      <div aria-hidden="true" className="mt-12 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {['a', 'b', 'c'].map((key) => (
          <div key={key} className={`${cardClass} grid content-start gap-3`}>
            <div className="skeleton h-5 w-3/5" />
            <div className="skeleton h-24 w-full opacity-40" />
          </div>
        ))}
      </div>
    </>
  )
}
