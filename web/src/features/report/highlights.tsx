import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { may } from '@/api/sessions'
import type { Highlight, Session } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Card, Tag } from '@/components/card'
import { RetryLink } from '@/components/retry-link'
import { Quote } from './quote'

interface HighlightsProps {
  session: Session
  strength: Highlight | null
  nextStep: Highlight | null
  /** Something that was looked for could not be judged, so that not all of it was there for sure. */
  unsure: boolean
}

/** The first screenful: one thing that worked, one to try. */
export function Highlights({ session, strength, nextStep, unsure }: HighlightsProps) {
  const { t } = useTranslation()
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Card aria-label={t('report.strength')} className="grid content-start gap-3.5" data-testid="strength">
        <p className="text-sm text-muted">{t('report.strength')}</p>
        {strength ? <Said highlight={strength} /> : <p className="text-muted">{t('report.no_strength')}</p>}
      </Card>
      <Card aria-label={t('report.next_step')} className="grid content-start gap-3.5" data-testid="next-step">
        <p className="text-sm text-muted">{t('report.next_step')}</p>
        {nextStep ? (
          <Said highlight={nextStep} />
        ) : (
          <p className="text-muted">{t(unsure ? 'report.no_next_step_unsure' : 'report.no_next_step')}</p>
        )}
        <div className="mt-1 flex flex-wrap gap-3">
          {nextStep?.turn_id && <RetryLink turnId={nextStep.turn_id} big />}
          {session.scenario_id && may(session, 'talk') && (
            <Link
              to="/practice/$id"
              params={{ id: session.scenario_id }}
              className={buttonClass(nextStep?.turn_id ? 'plain' : 'primary')}
            >
              {t('report.try_again')}
            </Link>
          )}
        </div>
      </Card>
    </div>
  )
}

function Said({ highlight }: { highlight: Highlight }) {
  const { t } = useTranslation()
  return (
    <>
      <p lang={highlight.language} className="text-lg leading-[1.45] font-[550]">
        {highlight.text}
      </p>
      {highlight.quote && <Quote quote={highlight.quote} startMs={highlight.start_ms} endMs={highlight.end_ms} />}
      {highlight.experimental && (
        <p className="text-sm text-muted">
          <Tag>{t('report.experimental')}</Tag> {t('report.experimental_highlight')}
        </p>
      )}
    </>
  )
}
