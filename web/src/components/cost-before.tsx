import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Config, Estimate } from '@/api/types'
import { useEstimate } from '@/api/usage'
import { Notice } from '@/components/notice'
import { day, money } from '@/lib/format'
import { usePrice } from '@/lib/price'
import { useServiceName } from '@/lib/service-name'

type Called = ReturnType<ReturnType<typeof useServiceName>>

interface CostBeforeProps {
  scenarioId: string | null | undefined
  config: Config
}

/** What the talk will cost, before it begins, and whether a limit is in the way. */
export function CostBefore({ scenarioId, config }: CostBeforeProps) {
  const { t, i18n } = useTranslation()
  const { data: estimate } = useEstimate(scenarioId, config.provider.name)
  const price = usePrice(config)
  const called = useServiceName()
  return (
    <>
      {estimate?.refused && (
        <Notice role="status" title={t('cost.refused')}>
          {estimate.refused.message}
        </Notice>
      )}
      <p className="num text-sm text-muted" data-testid="cost-before">
        {estimate
          ? words(t, estimate, i18n.language, called({ name: estimate.provider, model: estimate.model }))
          : config.provider.hosted
            ? price
            : t('cost.free')}
      </p>
    </>
  )
}

function words(t: TFunction, estimate: Estimate, language: string, { name, model }: Called): string {
  const { low_usd: low, usd, high_usd: high, basis } = estimate
  if (basis === 'free') return t('cost.free')
  if (usd === null || low === null || high === null) return t('cost.unknown', { model, name })
  const [shown, from, to] = [usd, low, high].map((value) => money(value, 'USD', language))
  const minutes = new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(estimate.minutes)
  const figure = t(from === to ? 'cost.flat' : 'cost.about', { usd: shown, low: from, high: to, minutes })
  const source =
    basis === 'history'
      ? t('cost.history', { count: estimate.talks })
      : t('cost.table', { date: day(estimate.prices_as_of, language), name })
  return `${figure} ${source}`
}
