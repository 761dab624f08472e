import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Goal, Skill } from '@/api/types'
import { cardClass } from '@/components/card'
import { moment } from '@/lib/format'
import { GoalControl } from './goal'
import { HEIGHT, LEFT, levelPlot, levelY, TOP_LEVEL, WIDTH } from './plot'

const LEVELS = Array.from({ length: TOP_LEVEL + 1 }, (_, level) => level)

/** One skill: every talk as a dot, where you are now, and the goal for it. */
export function SkillCard({ skill, goal }: { skill: Skill; goal: Goal | undefined }) {
  const id = useId()
  return (
    <article aria-labelledby={id} className={`${cardClass} grid content-start gap-2`}>
      <h3 id={id} className="font-semibold">
        {skill.title}
      </h3>
      <p className="text-sm text-muted">{useNow(skill)}</p>
      <LevelPicture skill={skill} goal={goal} />
      <GoalControl skill={skill} goal={goal} />
      <LevelTable skill={skill} />
    </article>
  )
}

function useNow({ now, versions }: Skill): string {
  const { t, i18n } = useTranslation()
  if (!now) return t(versions.length > 1 ? 'progress.not_judged_again' : 'progress.not_judged_yet')
  if (now.talks === 1) return t('progress.once', { level: now.median })
  const middle = now.median.toLocaleString(i18n.language)
  return now.low === now.high
    ? t('progress.steady', { level: middle, talks: now.talks })
    : t('progress.spread', { level: middle, low: now.low, high: now.high, talks: now.talks })
}

function LevelPicture({ skill, goal }: { skill: Skill; goal: Goal | undefined }) {
  const { runs, breaks, spread } = levelPlot(skill)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="my-1 w-full">
      {LEVELS.map((level) => (
        <g key={level}>
          <line x1={LEFT} x2={WIDTH} y1={levelY(level)} y2={levelY(level)} stroke="var(--line)" />
          <text x="0" y={levelY(level) + 4} fontSize="12" fill="var(--muted)" className="num">
            {level}
          </text>
        </g>
      ))}
      {spread && (
        <>
          <rect
            x={spread.from - 6}
            y={spread.high - 6}
            width={spread.to - spread.from + 12}
            height={spread.low - spread.high + 12}
            rx="6"
            fill="var(--you-soft)"
          />
          <line x1={spread.from} x2={spread.to} y1={spread.median} y2={spread.median} stroke="var(--you)" />
        </>
      )}
      {goal && (
        <line
          x1={LEFT}
          x2={WIDTH}
          y1={levelY(goal.level)}
          y2={levelY(goal.level)}
          stroke="var(--partner)"
          strokeWidth="2"
          strokeDasharray="5 4"
        />
      )}
      {breaks.map((x) => (
        <line key={x} x1={x} x2={x} y1="0" y2={HEIGHT} stroke="var(--edge)" strokeDasharray="2 3" />
      ))}
      {runs.map((run) => (
        <g key={run[0]?.sessionId}>
          <polyline
            points={run.flatMap(({ x, y }) => (y === null ? [] : [`${x},${y}`])).join(' ')}
            fill="none"
            stroke="var(--edge)"
          />
          {run.map(({ sessionId, x, y }) =>
            y === null ? (
              <circle key={sessionId} cx={x} cy={HEIGHT - 4} r="2" fill="var(--edge)" />
            ) : (
              <circle key={sessionId} cx={x} cy={y} r="4.5" fill="var(--you)" stroke="var(--raised)" />
            ),
          )}
        </g>
      ))}
    </svg>
  )
}

/** The same in words and numbers, each talk with the way to its report. */
function LevelTable({ skill }: { skill: Skill }) {
  const { t, i18n } = useTranslation()
  const talks = skill.versions.flatMap(({ judge, points }) => points.map((point) => ({ ...point, judge }))).reverse()
  return (
    <details className="text-sm">
      <summary className="min-h-8 py-1.5 text-muted underline decoration-line underline-offset-4 hover:text-ink">
        {t('progress.as_table')}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="max-h-72 overflow-y-auto" aria-label={skill.title} tabIndex={0}>
        <table className="num w-full text-left">
          <thead className="text-muted">
            <tr>
              <th className="py-1 pr-3 font-normal">{t('progress.when')}</th>
              <th className="py-1 pr-3 font-normal">{t('progress.level')}</th>
              <th className="py-1 font-normal">{t('progress.judge')}</th>
            </tr>
          </thead>
          <tbody>
            {talks.map(({ session_id, at, level, judge }) => (
              <tr key={session_id} className="border-t border-line">
                <td className="py-1.5 pr-3">
                  <Link to="/sessions/$id" params={{ id: session_id }}>
                    {moment(at, Date.now(), i18n.language)}
                  </Link>
                </td>
                <td className="py-1.5 pr-3">{level ?? t('progress.not_judged')}</td>
                <td className="py-1.5">{judge.model ?? judge.name}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
