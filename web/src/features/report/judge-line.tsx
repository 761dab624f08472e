import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { useJudgeAnew } from '@/api/feedback'
import type { Config, Report, Session } from '@/api/types'
import { Button } from '@/components/button'
import { Tag } from '@/components/card'
import { ConsentDialog } from '@/components/consent-dialog'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { money } from '@/lib/format'
import { HowFar } from './analysing'
import { useJudged } from './judged'

/** US dollars; less is not shown as nothing. */
const LEAST_SHOWN = 0.001

/** Who judged is a visible label, not a footnote. */
export function JudgeName({ judge }: Pick<Report, 'judge'>) {
  const { t } = useTranslation()
  return (
    <Tag>
      {judge.kind === 'basic' ? t('report.judge_basic') : t('report.judge_model', { name: judge.model ?? judge.name })}
    </Tag>
  )
}

/** What a language model took. */
export function JudgeCost({ metadata }: Pick<Report, 'metadata'>) {
  const { t, i18n } = useTranslation()
  if (metadata.input_tokens + metadata.output_tokens === 0) return null
  const number = new Intl.NumberFormat(i18n.language)
  const took = t('report.tokens', {
    read: number.format(metadata.input_tokens),
    written: number.format(metadata.output_tokens),
  })
  const { cost_usd: usd, prices_as_of: date } = metadata
  const cost =
    usd === null
      ? t('report.cost_unknown')
      : t(usd < LEAST_SHOWN ? 'report.cost_less' : 'report.cost', {
          cost: money(Math.max(usd, LEAST_SHOWN), 'USD', i18n.language),
          date: date ? day(date, i18n.language) : '',
        })
  return (
    <span data-testid="judge-cost">
      {took} {cost}
    </span>
  )
}

interface StoodInProps {
  session: Pick<Session, 'id' | 'scenario_id' | 'duration_ms'>
  report: Report
}

/** Why the basic check judged although a language model should have, and the way to it. */
export function StoodIn({ session, report: { judge } }: StoodInProps) {
  const { t } = useTranslation()
  const anew = useJudgeAnew(session)
  const own = useJudged()?.disputable ?? false
  if (!judge.note) return null
  const isTheirs = judge.note_code === 'consent_missing' || judge.note_code === 'consent_refused'
  return (
    <div className="mb-6" data-testid="stood-in">
      <Notice
        title={t('report.stood_in')}
        actions={!anew.isPending && (!isTheirs || own) && <AskAgain isTheirs={isTheirs} onAsk={() => anew.mutate()} />}
      >
        {isTheirs ? t(own ? 'report.not_agreed' : 'report.learner_not_agreed') : <Failed note={judge.note} />}
        {anew.isPending && (
          <div className="mt-3">
            <HowFar sessionId={session.id} />
          </div>
        )}
      </Notice>
      {anew.isError && (
        <div className="mt-4">
          <Problem error={anew.error} what={t('report.failed')} />
        </div>
      )}
    </div>
  )
}

/** What it means for the report first; what the server ran into is for whoever looks after it. */
function Failed({ note }: { note: string }) {
  const { t } = useTranslation()
  return (
    <>
      {t('report.model_away')}
      <details className="mt-2 text-sm">
        <summary className="cursor-pointer">{t('report.model_away_why')}</summary>
        <p className="mt-1 break-words">{note}</p>
      </details>
    </>
  )
}

/** Where nobody has agreed yet, the question comes first. */
function AskAgain({ isTheirs, onAsk }: { isTheirs: boolean; onAsk: () => void }) {
  const { t } = useTranslation()
  const { data: config } = useConfig()
  const [asking, setAsking] = useState(false)
  if (!config?.judge.model) return null
  const hasToAgree = isTheirs && mustAgree(config)
  return (
    <>
      <Button className="print:hidden" onClick={() => (hasToAgree ? setAsking(true) : onAsk())}>
        {t(isTheirs ? 'report.let_model_read' : 'report.ask_model_again')}
      </Button>
      <ConsentDialog
        question={asking ? 'hosted_judge' : undefined}
        config={config}
        onCancel={() => setAsking(false)}
        onAnswer={(_, agreed) => {
          setAsking(false)
          if (agreed) onAsk()
        }}
      />
    </>
  )
}

const mustAgree = ({ judge, consents }: Config) => judge.hosted && consents.hosted_judge !== true

const day = (date: string, language: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date))
