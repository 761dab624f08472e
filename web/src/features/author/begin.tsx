import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCreateScenario } from '@/api/authoring'
import type { Authoring, ScenarioSummary } from '@/api/types'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { inputClass } from './fields'

/** What the server takes. */
const MOST_CHARACTERS = 150_000
/** UTF-8 takes no more for a character. */
const MOST_BYTES = MOST_CHARACTERS * 4

interface BeginProps {
  /** What can be copied. */
  scenarios: ScenarioSummary[]
  onCreated: (id: string) => void
}

/** The ways to begin a scenario: from one that plays already, as a copy, from a file. */
export function Begin({ scenarios, onCreated }: BeginProps) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const create = useCreateScenario()
  const [copied, setCopied] = useState('')
  const [tooLong, setTooLong] = useState(false)
  const begin = (wanted: Authoring['NewScenario']) =>
    create.mutate(wanted, { onSuccess: (written) => onCreated(written.id) })
  const take = async (chosen: File) => {
    const text = chosen.size > MOST_BYTES ? null : await chosen.text()
    const fits = text !== null && text.length <= MOST_CHARACTERS
    create.reset()
    setTooLong(!fits)
    if (fits) begin({ text })
  }
  return (
    <Card aria-labelledby={id}>
      <h2 id={id}>{t('author.begin')}</h2>
      <div className="mt-4 grid gap-6 sm:grid-cols-3">
        <div className="grid content-between gap-3">
          <p className="text-muted">{t('author.begin_blank_text')}</p>
          <Button variant="primary" disabled={create.isPending} onClick={() => begin({})}>
            {t('author.begin_blank')}
          </Button>
        </div>
        <div className="grid content-between gap-3">
          <label className="grid gap-2 text-muted">
            {t('author.begin_copy_text')}
            <select
              value={copied}
              onChange={(event) => setCopied(event.currentTarget.value)}
              className={`${inputClass} pill-select truncate pr-9`}
            >
              <option value="">{t('author.choose')}</option>
              {scenarios.map((scenario) => (
                <option key={scenario.id} value={scenario.id}>
                  {scenario.title}
                </option>
              ))}
            </select>
          </label>
          <Button disabled={create.isPending || copied === ''} onClick={() => begin({ copy_of: copied })}>
            {t('author.begin_copy')}
          </Button>
        </div>
        <div className="grid content-between gap-3">
          <p className="text-muted">{t('author.begin_file_text')}</p>
          <Button disabled={create.isPending} onClick={() => file.current?.click()}>
            {t('author.begin_file')}
          </Button>
          <input
            ref={file}
            type="file"
            accept=".yaml,.yml,text/yaml"
            aria-label={t('author.begin_file')}
            className="hidden"
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0]
              event.currentTarget.value = ''
              if (chosen) void take(chosen)
            }}
          />
        </div>
      </div>
      {tooLong && (
        <div className="mt-4">
          <Notice tone="danger" role="alert" title={t('author.not_created')}>
            {t('author.file_too_long', { most: MOST_CHARACTERS.toLocaleString(i18n.language) })}
          </Notice>
        </div>
      )}
      {create.isError && (
        <div className="mt-4">
          <Problem error={create.error} what={t('author.not_created')} />
        </div>
      )}
    </Card>
  )
}
