import { useTranslation } from 'react-i18next'
import type { Report, Turn } from '@/api/types'
import { Notice } from '@/components/notice'
import { useSpoken } from '@/components/spoken'
import { PlayPart } from './quote'

interface PersonaProps {
  persona: Report['persona']
  turns: readonly Turn[]
  partner: string
}

/** Whether the partner played its role: a bad partner is not the learner's fault. */
export function Persona({ persona, turns, partner }: PersonaProps) {
  const { t } = useTranslation()
  const spoken = useSpoken()
  if (persona.state === 'not_checked') return null
  if (persona.state === 'ok')
    return (
      <p className="mt-3 text-sm text-muted" data-testid="persona">
        {t('role.kept', { partner })}
      </p>
    )
  return (
    <div className="mt-6" data-testid="persona">
      <Notice title={t('role.left', { partner })}>
        {persona.note && <p>{persona.note}</p>}
        <ul className="mt-3 grid gap-3">
          {persona.findings.map((finding) => (
            <li key={`${finding.kind}-${finding.turn_id}-${finding.quote}`}>
              <p>{finding.why}</p>
              <blockquote className="mt-1 border-l-[3px] border-partner pl-3.5 text-ink">
                <p {...spoken}>{finding.quote}</p>
                <Hear turn={turns.find(({ id }) => id === finding.turn_id)} />
              </blockquote>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

function Hear({ turn }: { turn: Turn | undefined }) {
  if (!turn || turn.typed) return null
  return <PlayPart startMs={turn.start_ms} endMs={turn.end_ms} about={turn.text} />
}
