import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Goal, Skill } from '@/api/types'
import { cardClass } from '@/components/card'
import { TableFold } from '@/components/table-fold'
import { moment } from '@/lib/format'
import { WIDTH } from '@/lib/plot'
import { useShipped } from '@/lib/shipped'
import { GoalControl } from './goal'
import { useNow } from './now'
import { HEIGHT, LEFT, type LevelPlot, levelPlot, levelY, TOP_LEVEL, UNJUDGED_Y } from './plot'

const LEVELS = Array.from({ length: TOP_LEVEL + 1 }, (_, level) => level)

interface SkillCardProps {
  skill: Skill
  goal: Goal | undefined
  /** The highest level that can be reached here. */
  top: number
}

/** One skill: every talk as a dot, where you are now, and the goal for it. */
export function SkillCard({ skill, goal, top }: SkillCardProps) {
  const id = useId()
  const { t } = useTranslation()
  const named = useShipped()
  const plot = levelPlot(skill)
  const now = useNow(skill.now)
  return (
    <article aria-labelledby={id} className={`${cardClass} grid content-start gap-2`}>
      <h3 id={id} className="font-semibold">
        {named(skill.title)}
      </h3>
      <p className="text-sm text-muted">
        {now ?? t(skill.versions.length > 1 ? 'progress.not_judged_again' : 'progress.not_judged_yet')}
      </p>
      <LevelPicture plot={plot} goal={goal} />
      <GoalControl skill={skill} goal={goal} top={top} />
      <LevelTable skill={skill} />
    </article>
  )
}

function LevelPicture({ plot, goal }: { plot: LevelPlot; goal: Goal | undefined }) {
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
      {plot.bands.map(({ from, to, low, high, median }) => (
        <g key={from}>
          <rect
            x={from - 6}
            y={high - 6}
            width={to - from + 12}
            height={low - high + 12}
            rx="6"
            fill="var(--you-soft)"
          />
          <line x1={from} x2={to} y1={median} y2={median} stroke="var(--you)" strokeWidth="2" />
        </g>
      ))}
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
      {plot.breaks.map(({ x }) => (
        <line key={x} x1={x} x2={x} y1="0" y2={HEIGHT} stroke="var(--edge)" strokeDasharray="2 3" />
      ))}
      {plot.lines.map((line) => (
        <polyline
          key={line[0]?.sessionId}
          points={line.flatMap(({ x, y }) => (y === null ? [] : [`${x},${y}`])).join(' ')}
          fill="none"
          stroke="var(--edge)"
        />
      ))}
      {plot.dots.map(({ sessionId, x, y }) =>
        y === null ? (
          <line
            key={sessionId}
            x1={x - 3}
            x2={x + 3}
            y1={UNJUDGED_Y}
            y2={UNJUDGED_Y}
            stroke="var(--muted)"
            strokeWidth="2"
          />
        ) : (
          <circle key={sessionId} cx={x} cy={y} r="4.5" fill="var(--you)" stroke="var(--raised)" />
        ),
      )}
    </svg>
  )
}

/** The same in words and numbers, each talk with the way to its report. */
function LevelTable({ skill }: { skill: Skill }) {
  const { t, i18n } = useTranslation()
  const named = useShipped()
  const talks = skill.versions.flatMap(({ judge, points }) => points.map((point) => ({ ...point, judge }))).reverse()
  return (
    <TableFold label={named(skill.title)}>
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
              <Link to="/sessions/$id" params={{ id: session_id }} className="linked">
                {moment(at, Date.now(), i18n.language)}
              </Link>
            </td>
            <td className="py-1.5 pr-3">{level ?? t('progress.not_judged')}</td>
            <td className="py-1.5">{judge.model ?? named(judge.name)}</td>
          </tr>
        ))}
      </tbody>
    </TableFold>
  )
}
