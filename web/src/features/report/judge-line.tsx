import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { useJudgeAnew } from '@/api/feedback'
import type { Report, Session } from '@/api/types'
import { Button } from '@/components/button'
import { Tag } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { money } from '@/lib/format'
import { HowFar } from './analysing'

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
  const { data: config } = useConfig()
  const anew = useJudgeAnew(session)
  if (!judge.note) return null
  const refused = config?.consents.hosted_voice === false
  return (
    <div className="mb-6" data-testid="stood-in">
      <Notice
        title={t('report.stood_in')}
        actions={
          !refused &&
          !anew.isPending && (
            <Button className="print:hidden" onClick={() => anew.mutate()}>
              {t('report.ask_model_again')}
            </Button>
          )
        }
      >
        {judge.note}
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

const day = (date: string, language: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date))
