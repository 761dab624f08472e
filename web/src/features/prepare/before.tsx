import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import type { ScenarioDetails, Session } from '@/api/types'
import { cardClass } from '@/components/card'
import { MyWays } from '@/components/my-ways'
import { Notice } from '@/components/notice'
import { StartTalk } from '@/components/start-talk'
import { VoiceService } from '@/components/voice-service'
import { languageName } from '@/lib/format'
import { speaks, understands } from '@/lib/languages'
import { usePreferences } from '@/lib/preferences'
import { useTitle } from '@/lib/session-title'
import { useShipped } from '@/lib/shipped'
import { servedBy } from '@/lib/voice-service'
import { Brief } from './brief'
import { DeviceCheck } from './device-check'

interface BeforeProps {
  scenario: ScenarioDetails
  /** Of a draft that is tried; otherwise the one of now. */
  version?: number | undefined
  onStarted: (session: Session) => void
}

/** Everything before the first word. */
export function Before({ scenario, version, onStarted }: BeforeProps) {
  const { t, i18n } = useTranslation()
  const named = useShipped()
  const { data } = useConfig()
  const { service } = usePreferences()
  const config = data && servedBy(data, service ?? scenario.provider)
  const typed = config !== undefined && !understands(config.provider, scenario.language)
  const spoken = config === undefined || speaks(config.provider, scenario.language)
  const language = languageName(scenario.language, i18n.language)
  const facts = [
    ...scenario.skills.map(named),
    t('home.minutes', { count: scenario.minutes }),
    scenario.difficulty_label,
  ]
  return (
    <>
      <h1>{useTitle(scenario.title, scenario.partner.name)}</h1>
      <p className="num mt-2 text-sm text-muted">{facts.join(' · ')}</p>
      <div className="mt-8 grid grid-cols-1 items-start gap-10 max-lg:pb-16 lg:grid-cols-[minmax(0,1fr)_372px] lg:gap-14">
        <Brief scenario={scenario} />
        <div className={`${cardClass} grid grid-cols-1 gap-8 lg:sticky lg:top-6`}>
          {!spoken && (
            <Notice title={t('before.unspoken', { language })}>
              {t('before.unspoken_text', { name: scenario.partner.name })}
            </Notice>
          )}
          {typed && spoken && (
            <Notice title={t('before.typed', { language })}>
              {t('before.typed_text', { name: scenario.partner.name })}
            </Notice>
          )}
          {config && spoken && !typed && <DeviceCheck />}
          {config && <VoiceService config={config} language={scenario.language} />}
          {config && spoken && !typed && <MyWays config={config} />}
          {config && spoken && (
            <StartTalk
              wanted={{ scenario_id: scenario.id, scenario_version: version ?? null }}
              config={config}
              typed={typed}
              onStarted={onStarted}
            />
          )}
        </div>
      </div>
    </>
  )
}
