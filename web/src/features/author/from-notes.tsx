import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDraftFromNotes, useRedactNotes, useVocabulary } from '@/api/authoring'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { inputClass } from './fields'

const LONGEST = 8000
/** As many words as the server keeps. */
const MOST_KEPT = 200

/** Notes on a real conversation become a draft: first what would be sent is shown, then it is sent. */
export function FromNotes({ onCreated }: { onCreated: (id: string) => void }) {
  const { t } = useTranslation()
  const id = useId()
  const words = useVocabulary()
  const [text, setText] = useState('')
  const [names, setNames] = useState('')
  const redact = useRedactNotes()
  const draft = useDraftFromNotes()
  const [edited, setEdited] = useState('')
  const others = names.split(',').flatMap((name) => name.trim() || [])
  const model = words.data?.language_model
  if (!words.data) return null
  return (
    <Card aria-labelledby={id}>
      <h2 id={id}>{t('author.notes')}</h2>
      <p className="mt-1 max-w-read text-muted">{t('author.notes_text')}</p>
      {model === null ? (
        <div className="mt-4">
          <Notice title={t('author.notes_none')}>{t('author.notes_configure')}</Notice>
        </div>
      ) : (
        <div className="mt-4 grid gap-3">
          <label htmlFor={`${id}-text`} className="text-sm font-[550]">
            {t('author.notes_label')}
          </label>
          <textarea
            id={`${id}-text`}
            rows={5}
            maxLength={LONGEST}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value)
              redact.reset()
            }}
            className={`${inputClass} field-sizing-content resize-y py-2.5`}
          />
          <label htmlFor={`${id}-names`} className="text-sm font-[550]">
            {t('author.notes_names')}
          </label>
          <input
            id={`${id}-names`}
            value={names}
            onChange={(event) => {
              setNames(event.currentTarget.value)
              redact.reset()
            }}
            className={inputClass}
          />
          <Button
            className="justify-self-start"
            disabled={text.trim() === '' || redact.isPending}
            onClick={() =>
              redact.mutate({ text, names: others, keep: [] }, { onSuccess: ({ text }) => setEdited(text) })
            }
          >
            {t('author.notes_look')}
          </Button>
          {redact.isError && <Problem error={redact.error} what={t('author.notes_not_redacted')} />}
          {redact.data && (
            <section aria-labelledby={`${id}-sent`} className="grid gap-3 rounded bg-sunk p-4">
              <h3 id={`${id}-sent`} className="text-base font-semibold">
                {t('author.notes_sent')}
              </h3>
              <p id={`${id}-edit`} className="text-sm text-muted">
                {t('author.notes_edit')}
              </p>
              <textarea
                aria-labelledby={`${id}-sent`}
                aria-describedby={`${id}-edit`}
                rows={5}
                maxLength={LONGEST}
                value={edited}
                onChange={(event) => setEdited(event.currentTarget.value)}
                className={`${inputClass} field-sizing-content resize-y py-2.5`}
              />
              {redact.data.replaced.length > 0 && (
                <p className="text-sm text-muted">
                  {t('author.notes_replaced', {
                    list: redact.data.replaced.map(({ was, now }) => `${was} → ${now}`).join(', '),
                  })}
                </p>
              )}
              <Button
                variant="primary"
                className="justify-self-start"
                disabled={edited.trim() === '' || draft.isPending}
                onClick={() =>
                  draft.mutate(
                    { text: edited, names: others, keep: putBack(redact.data.replaced, edited) },
                    { onSuccess: (written) => onCreated(written.id) },
                  )
                }
              >
                {draft.isPending ? t('author.drafting') : t('author.notes_send', { model })}
              </Button>
            </section>
          )}
          {draft.isError && <Problem error={draft.error} what={t('author.not_drafted')} />}
        </div>
      )}
    </Card>
  )
}

/** What was taken for a name by mistake, and stands there again because its author wrote it back. */
const putBack = (replaced: readonly { was: string }[], edited: string) =>
  replaced.flatMap(({ was }) => (edited.includes(was) ? [was] : [])).slice(0, MOST_KEPT)
