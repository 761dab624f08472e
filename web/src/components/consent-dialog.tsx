import { useTranslation } from 'react-i18next'
import { useConsent } from '@/api/config'
import type { Config } from '@/api/types'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { useReason } from '@/components/problem'
import type { Question } from '@/lib/consent'
import { money } from '@/lib/format'
import { useServiceName } from '@/lib/service-name'

interface ConsentDialogProps {
  question: Question | undefined
  config: Config
  onAnswer: (question: Question, agreed: boolean) => void
  onCancel: () => void
}

/** Asks one question; the answer is stored before the talk goes on. */
export function ConsentDialog({ question, config, onAnswer, onCancel }: ConsentDialogProps) {
  const { t } = useTranslation()
  const consent = useConsent()
  const called = useServiceName()(config.provider)
  const reason = useReason(consent.error)
  if (!question) return null
  const answer = (agreed: boolean) =>
    consent.mutate({ [question]: agreed }, { onSuccess: () => onAnswer(question, agreed) })
  return (
    <Dialog
      open
      onClose={onCancel}
      title={t(`consent.${question}.title`, { name: called.name, ...config.judge })}
      actions={
        <>
          <Button disabled={consent.isPending} onClick={() => answer(false)}>
            {t(`consent.${question}.no`)}
          </Button>
          <Button variant="primary" disabled={consent.isPending} onClick={() => answer(true)}>
            {t(`consent.${question}.yes`)}
          </Button>
        </>
      }
    >
      {question === 'hosted_voice' ? (
        <HostedVoice config={config} />
      ) : (
        <p>{t(`consent.${question}.text`, { ...config.judge })}</p>
      )}
      <p className="text-sm text-muted">{t(`consent.${question}.note`)}</p>
      {consent.isError && (
        <p role="alert" className="text-danger">
          {t('consent.failed')} {reason}
        </p>
      )}
    </Dialog>
  )
}

function HostedVoice({ config }: { config: Config }) {
  const { t } = useTranslation()
  const { name, model } = useServiceName()(config.provider)
  return (
    <>
      <p>{t('consent.hosted_voice.text', { name, model })}</p>
      <p>{usePrice(config)}</p>
    </>
  )
}

/** What a minute costs, in a sentence. */
export function usePrice(config: Config): string {
  const { t, i18n } = useTranslation()
  const { price_per_minute_usd: price } = config.provider
  const { name } = useServiceName()(config.provider)
  return price === null
    ? t('price.unknown', { name })
    : t('price.about', { name, price: money(price, 'USD', i18n.language) })
}
