import { Copy } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'

interface ShownOnceProps {
  title: string
  text: string
  value: string
  /** What the value is, for people who listen to the page. */
  label: string
  onClose: () => void
}

/** Something to copy now, such as a key or a link: it is shown this once. */
export function ShownOnce({ title, text, value, label, onClose }: ShownOnceProps) {
  const { t } = useTranslation()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState<boolean | null>(null)
  useEffect(() => {
    if (value !== '') field.current?.focus()
  }, [value])
  const copy = () => {
    field.current?.select()
    // A page that came by plain HTTP has no clipboard; the value is marked, so that the keys copy it.
    const done = navigator.clipboard?.writeText(value) ?? Promise.reject()
    done.then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <section aria-labelledby={`${id}-title`} className="rounded-card bg-you-soft p-4.5 sm:p-6">
      <h2 id={`${id}-title`}>{title}</h2>
      <p className="mt-1 wrap-anywhere">{text}</p>
      <div className="mt-4 flex flex-wrap gap-3">
        <input
          ref={field}
          readOnly
          value={value}
          aria-label={label}
          onFocus={(event) => event.currentTarget.select()}
          className="min-h-11 min-w-0 flex-1 basis-64 rounded border border-edge bg-raised px-3 font-mono text-sm text-ink"
        />
        <Button variant="primary" onClick={copy}>
          <Copy aria-hidden="true" className="size-4" />
          {t('once.copy')}
        </Button>
        <Button onClick={onClose}>{t('once.have_it')}</Button>
      </div>
      <p role="status" className="mt-2 min-h-5 text-sm text-muted">
        {copied !== null && t(copied ? 'once.copied' : 'once.not_copied')}
      </p>
    </section>
  )
}
