import { useTranslation } from 'react-i18next'
import type { Config } from '@/api/types'
import { useNamedText } from '@/lib/named-text'

/** What a service of an address of one's own is asked for when no model is named. */
const NO_MODEL = 'default'

/** `hosts`: where parts of the embedded engine send what is said; then it is called by them. */
type Called = Pick<Config['provider'], 'name'> & { model: string | null; hosts?: readonly string[] }

interface ServiceName {
  name: string
  model: string
  /** One that was chosen, not what the service takes by itself. */
  named: boolean
}

/** A voice service and its model as people call them. */
export function useServiceName() {
  const { t } = useTranslation()
  const text = useNamedText()
  return ({ name, model, hosts = [] }: Called): ServiceName => {
    const named = model !== null && model !== NO_MODEL
    return {
      name: hosts.join(', ') || text(`service.name_${name.replaceAll('-', '_')}`) || name,
      model: named ? model : t('service.own_model'),
      named,
    }
  }
}
