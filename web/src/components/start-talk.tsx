import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsent } from '@/api/config'
import { useStartSession } from '@/api/sessions'
import type { Config, Session, SessionRequest } from '@/api/types'
import { Button } from '@/components/button'
import { CostBefore } from '@/components/cost-before'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { withTexts } from '@/i18n'
import { openQuestions, type Question, recordsByDefault } from '@/lib/consent'
import { getPreferences } from '@/lib/preferences'
import { useServiceName } from '@/lib/service-name'

/** Asked before the first talk only, and not before the button is pressed. */
const ConsentDialog = lazy(async () => ({
  default: (await withTexts(import('@/components/consent-dialog'))).ConsentDialog,
}))

interface StartTalkProps {
  /** What the talk is about; how this person talks is added. */
  wanted: SessionRequest
  config: Config
  /** What stands on the button. */
  label?: string
  /** The learner will type: nothing needs to be said of the ears. */
  typed?: boolean
  onStarted: (session: Session) => void
}

/** The button that begins, with the questions that come before the first time. */
export function StartTalk({ wanted, config, label, typed = false, onStarted }: StartTalkProps) {
  const { t } = useTranslation()
  const called = useServiceName()(config.provider)
  const start = useStartSession()
  const byDefault = recordsByDefault(config)
  const [record, setRecord] = useState<boolean | null>(null)
  const [questions, setQuestions] = useState<Question[]>([])
  const [refused, setRefused] = useState(false)
  const [monitoring, setMonitoring] = useState(false)

  const begin = (recording: boolean | null) => {
    const { pushToTalk, patienceMs, hints } = getPreferences()
    start.mutate(
      {
        ...wanted,
        ...(config.providers.length > 1 ? { provider: config.provider.name } : {}),
        patience_ms: patienceMs,
        push_to_talk: pushToTalk,
        hints,
        ...(monitoring ? { monitoring } : {}),
        ...(recording === null ? {} : { recording }),
      },
      { onSuccess: onStarted },
    )
  }
  const ask = () => {
    const open = openQuestions(config)
    if (open.length > 0) setQuestions(open)
    else begin(record ?? byDefault)
  }
  const answered = (question: Question, agreed: boolean) => {
    const keptHere = question === 'hosted_voice' && !agreed
    const rest = keptHere ? [] : questions.slice(1)
    setQuestions(rest)
    setRefused(keptHere)
    if (keptHere) return
    if (rest.length === 0) begin(question === 'recording' ? agreed : (record ?? byDefault))
  }

  return (
    <div className="grid gap-4">
      {byDefault !== null && config.consents.recording !== null && (
        <Choice checked={record ?? byDefault} onChange={setRecord} label={t('before.record')}>
          {t('before.record_text')}
        </Choice>
      )}
      <Choice checked={monitoring} onChange={setMonitoring} label={t('before.monitoring')}>
        {t('before.monitoring_text')}
      </Choice>
      {config.judge.hosted && config.consents.hosted_judge !== null && <ModelReads config={config} />}
      <CostBefore scenarioId={wanted.scenario_id} config={config} />
      {refused && (
        <Notice role="status" title={t('before.refused')}>
          {config.providers.some(({ hosted }) => !hosted)
            ? t('before.refused_choose')
            : t('before.refused_text', { name: called.name })}
        </Notice>
      )}
      {start.isError && <Problem error={start.error} what={t('before.failed')} />}
      <div className="max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-30 max-lg:border-t max-lg:border-line max-lg:bg-paper max-lg:px-4 max-lg:pt-3 max-lg:pb-[max(12px,env(safe-area-inset-bottom))]">
        <Button variant="primary" className="w-full text-lg!" disabled={start.isPending} onClick={ask}>
          {start.isPending ? t('before.starting') : (label ?? t('before.start'))}
        </Button>
      </div>
      {config.provider.scripted && <p className="text-sm text-muted">{t('before.scripted')}</p>}
      {config.provider.basic_ears && !typed && <p className="text-sm text-muted">{t('ears.short')}</p>}
      {questions[0] && (
        <Suspense>
          <ConsentDialog
            question={questions[0]}
            config={config}
            onAnswer={answered}
            onCancel={() => setQuestions([])}
          />
        </Suspense>
      )}
    </div>
  )
}

/** Taking it back is as easy as agreeing was. */
function ModelReads({ config }: { config: Config }) {
  const { t } = useTranslation()
  const consent = useConsent()
  return (
    <>
      <Choice
        checked={config.consents.hosted_judge === true}
        disabled={consent.isPending}
        onChange={(agreed) => consent.mutate({ hosted_judge: agreed })}
        label={t('before.model_reads', { ...config.judge })}
      >
        {t('before.model_reads_text', { ...config.judge })}
      </Choice>
      {consent.isError && <Problem error={consent.error} what={t('consent.failed')} />}
    </>
  )
}

interface ChoiceProps {
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
  label: string
  children: ReactNode
}

function Choice({ checked, disabled, onChange, label, children }: ChoiceProps) {
  return (
    <label className="flex min-h-11 cursor-pointer items-start gap-3">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="mt-1 size-4 shrink-0 accent-you"
      />
      <span>
        {label}
        <span className="block text-sm text-muted">{children}</span>
      </span>
    </label>
  )
}
