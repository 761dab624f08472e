import { useTranslation } from 'react-i18next'
import type { Config } from '@/api/types'
import { money } from '@/lib/format'
import { useServiceName } from '@/lib/service-name'

/** What a minute costs, in a sentence. */
export function usePrice(config: Config): string {
  const { t, i18n } = useTranslation()
  const { price_per_minute_usd: price } = config.provider
  const { name } = useServiceName()(config.provider)
  return price === null
    ? t('price.unknown', { name })
    : t('price.about', { name, price: money(price, 'USD', i18n.language) })
}
