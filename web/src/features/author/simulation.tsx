import { useTranslation } from 'react-i18next'
import type { Authoring, Played } from '@/api/types'
import { cardClass } from '@/components/card'
import { ProblemList } from './problem-list'

const WIDTH = 320
const HEIGHT = 120
const EDGE = 6

interface SimulationProps {
  found: Authoring['SimulationBody']
  /** The text has changed since. */
  stale: boolean
  onGo: (line: number) => void
}

/** Two talks side by side: they have to end differently. */
export function Simulation({ found, stale, onGo }: SimulationProps) {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="simulation" className={`${cardClass} grid gap-4`}>
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 id="simulation">{t('author.simulation')}</h2>
        {stale && <p className="text-sm text-muted">{t('author.simulation_stale')}</p>}
      </div>
      <p className="text-sm text-muted">{t('author.simulation_text')}</p>
      <div className="grid gap-6 sm:grid-cols-2">
        <Talk played={found.skilled} />
        <Talk played={found.unskilled} />
      </div>
      <p className="flex flex-wrap gap-x-5 text-sm text-muted" aria-hidden="true">
        <Key className="border-you" text={t('author.trust')} />
        <Key className="border-dashed border-partner" text={t('author.tension')} />
        <span className="flex items-center gap-2">
          <span className="size-2.5 rounded-full bg-you" />
          {t('author.simulation_told')}
        </span>
      </p>
      {found.problems.length > 0 && <ProblemList problems={found.problems} onGo={onGo} />}
    </section>
  )
}

function Key({ className, text }: { className: string; text: string }) {
  return (
    <span className="flex items-center gap-2">
      <span className={`w-5 border-t-2 ${className}`} />
      {text}
    </span>
  )
}

function Talk({ played }: { played: Played }) {
  const { t } = useTranslation()
  const last = played.steps.at(-1)
  const told = last?.earned ?? []
  const percent = (share: number | undefined) => Math.round((share ?? 0) * 100)
  return (
    <div className="grid min-w-0 content-start gap-2">
      <h3 className="text-base font-semibold">{t(`author.${played.learner}`)}</h3>
      <Curves
        played={played}
        label={t('author.curves', { trust: percent(last?.trust), tension: percent(last?.tension) })}
      />
      <p className="num text-sm">
        {t('author.ends', { trust: percent(last?.trust), tension: percent(last?.tension) })}{' '}
        {told.length > 0 ? t('author.ends_told', { told: told.join(', ') }) : t('author.ends_untold')}
      </p>
      <details className="text-sm">
        <summary className="min-h-11 py-2.5 text-muted">{t('author.read_talk')}</summary>
        <ol className="grid gap-2">
          {played.opening && <li className="text-muted">{played.opening}</li>}
          {played.steps.map((step) => (
            <li key={step.said} className="grid gap-0.5">
              <span className="border-l-3 border-you pl-2">{step.said}</span>
              <span className="border-l-3 border-partner pl-2 text-muted">{step.answered}</span>
            </li>
          ))}
        </ol>
      </details>
    </div>
  )
}

/** Trust as a whole line, tension as a broken one; a dot where something hidden was told. */
function Curves({ played, label }: { played: Played; label: string }) {
  const x = (i: number) => EDGE + (i / Math.max(1, played.steps.length)) * (WIDTH - 2 * EDGE)
  const y = (share: number) => HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)
  const line = (name: 'trust' | 'tension') =>
    [played[name], ...played.steps.map((step) => step[name])].map((share, i) => `${x(i)},${y(share)}`).join(' ')
  const told = played.steps.flatMap((step, i) =>
    step.earned.length > (played.steps[i - 1]?.earned.length ?? 0) ? [{ i: i + 1, trust: step.trust }] : [],
  )
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className="w-full rounded bg-sunk">
      <line x1={EDGE} x2={WIDTH - EDGE} y1={y(0.5)} y2={y(0.5)} stroke="var(--line)" />
      <polyline points={line('tension')} fill="none" stroke="var(--partner)" strokeWidth="2" strokeDasharray="5 4" />
      <polyline points={line('trust')} fill="none" stroke="var(--you)" strokeWidth="2.5" />
      {told.map(({ i, trust }) => (
        <circle key={i} cx={x(i)} cy={y(trust)} r="4.5" fill="var(--you)" stroke="var(--raised)" strokeWidth="1.5" />
      ))}
    </svg>
  )
}
