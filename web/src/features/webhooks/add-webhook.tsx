import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import type { MadeWebhook } from '@/api/types'
import { useAddWebhook } from '@/api/webhooks'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { Problem } from '@/components/problem'
import { EVENTS, eventKey, type WebhookEvent } from './events'

const LONGEST_URL = 2000

interface AddWebhookProps {
  /** There is none yet. */
  first: boolean
  onMade: (made: MadeWebhook) => void
}

/** Where to, what of, and how much of it. */
export function AddWebhook({ first, onMade }: AddWebhookProps) {
  const { t } = useTranslation()
  const id = useId()
  const add = useAddWebhook()
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState<readonly WebhookEvent[]>(EVENTS)
  const [content, setContent] = useState(false)
  const refused = add.error instanceof ApiError && add.error.param === 'url' ? add.error.message : undefined
  const send = (event: FormEvent) => {
    event.preventDefault()
    const wanted = { url: url.trim(), events: [...events], content }
    add.mutate(wanted, {
      onSuccess: (made) => {
        setUrl('')
        onMade(made)
      },
    })
  }
  const toggle = (one: WebhookEvent, on: boolean) =>
    setEvents(EVENTS.filter((each) => (each === one ? on : events.includes(each))))
  return (
    <section aria-labelledby={`${id}-title`} className={cardClass}>
      <h2 id={`${id}-title`}>{t('webhooks.add')}</h2>
      {first && <p className="mt-1 text-muted">{t('webhooks.none')}</p>}
      <form onSubmit={send} className="mt-4 grid gap-5">
        <div className="grid gap-1">
          <label htmlFor={`${id}-url`} className="text-sm font-[550]">
            {t('webhooks.url')}
          </label>
          <input
            id={`${id}-url`}
            type="url"
            inputMode="url"
            autoComplete="off"
            required
            value={url}
            maxLength={LONGEST_URL}
            placeholder={t('webhooks.url_example')}
            aria-invalid={refused !== undefined}
            aria-describedby={refused === undefined ? undefined : `${id}-refused`}
            onChange={(event) => setUrl(event.currentTarget.value)}
            className="min-h-11 w-full rounded border border-edge bg-raised px-3 text-ink placeholder:text-muted aria-invalid:border-danger"
          />
          {refused !== undefined && (
            <p id={`${id}-refused`} role="alert" className="text-sm text-danger">
              {refused}
            </p>
          )}
        </div>
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-sm font-[550]">{t('webhooks.events')}</legend>
          {EVENTS.map((one) => (
            <Check
              key={one}
              checked={events.includes(one)}
              onChange={(on) => toggle(one, on)}
              text={t(`webhooks.event_${eventKey(one)}`)}
            />
          ))}
        </fieldset>
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-sm font-[550]">{t('webhooks.content')}</legend>
          <Check
            checked={content}
            onChange={setContent}
            text={t('webhooks.content_send')}
            note={t('webhooks.content_note')}
          />
        </fieldset>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" variant="primary" disabled={add.isPending || url.trim() === '' || events.length === 0}>
            {t('webhooks.add_it')}
          </Button>
          {events.length === 0 && <p className="text-sm text-muted">{t('webhooks.no_events')}</p>}
        </div>
        {add.isError && refused === undefined && <Problem error={add.error} what={t('webhooks.not_added')} />}
      </form>
    </section>
  )
}

interface CheckProps {
  checked: boolean
  onChange: (checked: boolean) => void
  text: string
  note?: string
}

function Check({ checked, onChange, text, note }: CheckProps) {
  return (
    <label className="flex min-h-11 cursor-pointer items-start gap-3 py-2.5">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="mt-1 size-4 shrink-0 accent-you"
      />
      <span>
        {text}
        {note && <span className="block text-sm text-muted">{note}</span>}
      </span>
    </label>
  )
}
