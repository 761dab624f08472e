import { useTranslation } from 'react-i18next'
import type { MadeWebhook } from '@/api/types'
import { ShownOnce } from '@/components/shown-once'

interface SecretProps {
  made: MadeWebhook
  onClose: () => void
}

/** What verifies the signatures of a new endpoint: to be seen now and never again. */
export function Secret({ made, onClose }: SecretProps) {
  const { t } = useTranslation()
  return (
    <ShownOnce
      title={t('webhooks.secret')}
      text={t('webhooks.secret_text', { url: made.url })}
      value={made.secret}
      label={t('webhooks.secret_field')}
      onClose={onClose}
    />
  )
}
