import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Config } from '@/api/types'
import { RadioCard } from '@/components/radio-card'
import { languageName, money } from '@/lib/format'
import { speaks, understands } from '@/lib/languages'
import { setPreferences } from '@/lib/preferences'
import { useServiceName } from '@/lib/service-name'

type Service = Config['provider']

interface VoiceServiceProps {
  /** With the service that the talk will have. */
  config: Config
  /** In which the learner will speak. */
  language: string
}

/** Through whom one talks, where this server has more than one; kept on this machine for next time. */
export function VoiceService({ config, language }: VoiceServiceProps) {
  const { t, i18n } = useTranslation()
  const called = useServiceName()
  if (config.providers.length < 2) return null
  return (
    <section aria-labelledby="voice-service" className="grid gap-4">
      <h2 id="voice-service">{t('service.title')}</h2>
      <fieldset aria-labelledby="voice-service" className="grid gap-2">
        {config.providers.map((service) => (
          <RadioCard
            key={service.name}
            name="voice-service"
            checked={service.name === config.provider.name}
            onChoose={() => setPreferences({ service: service.name })}
            title={service.hosted ? called(service).name : t('service.here')}
          >
            {service.hosted && called(service).named && <span className="block wrap-anywhere">{service.model}</span>}
            {facts(t, service, language, i18n.language).join(' ')}
          </RadioCard>
        ))}
      </fieldset>
    </section>
  )
}

/** What it means to choose it: where the voice goes, what that costs, and what it cannot do. */
function facts(t: TFunction, service: Service, language: string, shownIn: string): string[] {
  const { hosted, price_per_minute_usd: price } = service
  const cost = price === null ? t('service.no_price') : t('service.price', { price: money(price, 'USD', shownIn) })
  return [
    hosted ? t('service.leaves') : t('service.stays'),
    ...(hosted ? [cost] : []),
    ...(service.scripted ? [t('service.scripted')] : []),
    ...(service.transcribes ? [] : [t('service.no_words')]),
    ...lacks(t, service, language, languageName(language, shownIn)),
  ]
}

function lacks(t: TFunction, service: Service, tag: string, language: string): string[] {
  if (!speaks(service, tag)) return [t('service.unspoken', { language })]
  return understands(service, tag) ? [] : [t('service.typed', { language })]
}
