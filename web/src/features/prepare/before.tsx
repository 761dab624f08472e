import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { useStartSession } from '@/api/sessions'
import type { Config, ScenarioDetails, Session } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { ConsentDialog, usePrice } from '@/components/consent-dialog'
import { HowYouTalk } from '@/components/how-you-talk'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { openQuestions, type Question, recordsByDefault } from '@/lib/consent'
import { getPreferences, setPreferences, usePreferences } from '@/lib/preferences'
import { useTitle } from '@/lib/session-title'
import { Brief } from './brief'
import { DeviceCheck } from './device-check'

interface BeforeProps {
  scenario: ScenarioDetails
  onStarted: (session: Session) => void
}

/** Everything before the first word. */
export function Before({ scenario, onStarted }: BeforeProps) {
  const { t } = useTranslation()
  const { data: config } = useConfig()
  const facts = [...scenario.skills, t('home.minutes', { count: scenario.minutes }), scenario.difficulty_label]
  return (
    <>
      <h1>{useTitle(scenario.title, scenario.partner.name)}</h1>
      <p className="num mt-2 text-sm text-muted">{facts.join(' · ')}</p>
      <div className="mt-8 grid grid-cols-1 items-start gap-10 max-lg:pb-16 lg:grid-cols-[minmax(0,1fr)_372px] lg:gap-14">
        <Brief scenario={scenario} />
        <div className={`${cardClass} grid grid-cols-1 gap-8 lg:sticky lg:top-6`}>
          <DeviceCheck />
          <Ways />
          {config && <Start scenario={scenario} config={config} onStarted={onStarted} />}
        </div>
      </div>
    </>
  )
}

function Ways() {
  const { t } = useTranslation()
  const { pushToTalk, patienceMs } = usePreferences()
  return (
    <section aria-labelledby="how-you-talk" className="grid gap-4">
      <h2 id="how-you-talk">{t('how.title')}</h2>
      <HowYouTalk
        pushToTalk={pushToTalk}
        patienceMs={patienceMs}
        onPushToTalk={(chosen) => setPreferences({ pushToTalk: chosen })}
        onPatience={(ms) => setPreferences({ patienceMs: ms })}
      />
    </section>
  )
}

interface StartProps extends BeforeProps {
  config: Config
}

/** The button that begins, with the questions that come before the first time. */
function Start({ scenario, config, onStarted }: StartProps) {
  const { t } = useTranslation()
  const start = useStartSession()
  const byDefault = recordsByDefault(config)
  const [record, setRecord] = useState<boolean | null>(null)
  const [questions, setQuestions] = useState<Question[]>([])
  const [refused, setRefused] = useState(false)
  const price = usePrice(config)

  const begin = (recording: boolean | null) => {
    const { pushToTalk, patienceMs } = getPreferences()
    start.mutate(
      {
        scenario_id: scenario.id,
        patience_ms: patienceMs,
        push_to_talk: pushToTalk,
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
        <Recorded checked={record ?? byDefault} onChange={setRecord} />
      )}
      {config.provider.hosted && <p className="text-sm text-muted">{price}</p>}
      {refused && (
        <Notice role="status" title={t('before.refused')}>
          {t('before.refused_text', { name: config.provider.name })}
        </Notice>
      )}
      {start.isError && <Problem error={start.error} what={t('before.failed')} />}
      <div className="max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-30 max-lg:border-t max-lg:border-line max-lg:bg-paper max-lg:px-4 max-lg:pt-3 max-lg:pb-[max(12px,env(safe-area-inset-bottom))]">
        <Button variant="primary" className="w-full text-lg!" disabled={start.isPending} onClick={ask}>
          {start.isPending ? t('before.starting') : t('before.start')}
        </Button>
      </div>
      {config.provider.scripted && <p className="text-sm text-muted">{t('before.scripted')}</p>}
      {config.provider.basic_ears && <p className="text-sm text-muted">{t('ears.short')}</p>}
      <ConsentDialog question={questions[0]} config={config} onAnswer={answered} onCancel={() => setQuestions([])} />
    </div>
  )
}

function Recorded({ checked, onChange }: { checked: boolean; onChange: (record: boolean) => void }) {
  const { t } = useTranslation()
  return (
    <label className="flex min-h-11 cursor-pointer items-start gap-3">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="mt-1 size-4 shrink-0 accent-you"
      />
      <span>
        {t('before.record')}
        <span className="block text-sm text-muted">{t('before.record_text')}</span>
      </span>
    </label>
  )
}
