import { Copy } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MadeWebhook } from '@/api/types'
import { Button } from '@/components/button'

interface SecretProps {
  made: MadeWebhook
  onClose: () => void
}

/** What verifies the signatures of a new endpoint: to be seen now and never again. */
export function Secret({ made, onClose }: SecretProps) {
  const { t } = useTranslation()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState<boolean | null>(null)
  useEffect(() => {
    if (made.secret !== '') field.current?.focus()
  }, [made.secret])
  const copy = () => {
    field.current?.select()
    // A page that came by plain HTTP has no clipboard; the secret is marked, so that the keys copy it.
    const done = navigator.clipboard?.writeText(made.secret) ?? Promise.reject()
    done.then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <section aria-labelledby={`${id}-title`} className="rounded-card bg-you-soft p-4.5 sm:p-6">
      <h2 id={`${id}-title`}>{t('webhooks.secret')}</h2>
      <p className="mt-1 wrap-anywhere">{t('webhooks.secret_text', { url: made.url })}</p>
      <div className="mt-4 flex flex-wrap gap-3">
        <input
          ref={field}
          readOnly
          value={made.secret}
          aria-label={t('webhooks.secret_field')}
          onFocus={(event) => event.currentTarget.select()}
          className="min-h-11 min-w-0 flex-1 basis-64 rounded border border-edge bg-raised px-3 font-mono text-sm text-ink"
        />
        <Button variant="primary" onClick={copy}>
          <Copy aria-hidden="true" className="size-4" />
          {t('webhooks.copy')}
        </Button>
        <Button onClick={onClose}>{t('webhooks.have_it')}</Button>
      </div>
      <p role="status" className="mt-2 min-h-5 text-sm text-muted">
        {copied !== null && t(copied ? 'webhooks.copied' : 'webhooks.not_copied')}
      </p>
    </section>
  )
}
