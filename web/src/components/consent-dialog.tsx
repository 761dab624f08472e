import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsent } from '@/api/config'
import { usePrivacy } from '@/api/privacy'
import type { Config } from '@/api/types'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { useReason } from '@/components/problem'
import type { Question } from '@/lib/consent'
import { usePrice } from '@/lib/price'
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
  const [keep, setKeep] = useState(false)
  const privacy = usePrivacy(question === 'recording')
  const days = privacy.data?.kept.find(({ kind }) => kind === 'audio')?.days ?? null
  if (!question) return null
  // To be recorded is one thing, to have recordings kept another: it is asked where they would not stay for ever.
  const asksToKeep = question === 'recording' && days !== null && config.consents.keep_recording === null
  const answer = (agreed: boolean) =>
    consent.mutate(
      { [question]: agreed, ...(asksToKeep && agreed && { keep_recording: keep }) },
      { onSuccess: () => onAnswer(question, agreed) },
    )
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
      {asksToKeep && (
        <label className="flex min-h-11 items-start gap-3">
          <input
            type="checkbox"
            className="mt-1 size-5 accent-you"
            checked={keep}
            onChange={(event) => setKeep(event.currentTarget.checked)}
          />
          <span>{t('consent.keep_recording', { count: days ?? 0 })}</span>
        </label>
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
