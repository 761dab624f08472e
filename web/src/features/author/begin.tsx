import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCreateScenario } from '@/api/authoring'
import type { Authoring, ScenarioSummary } from '@/api/types'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { Problem } from '@/components/problem'
import { inputClass } from './fields'

interface BeginProps {
  /** What can be copied. */
  scenarios: ScenarioSummary[]
  onCreated: (id: string) => void
}

/** The ways to begin a scenario: from one that plays already, as a copy, from a file. */
export function Begin({ scenarios, onCreated }: BeginProps) {
  const { t } = useTranslation()
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const create = useCreateScenario()
  const [copied, setCopied] = useState('')
  const begin = (wanted: Authoring['NewScenario']) =>
    create.mutate(wanted, { onSuccess: (written) => onCreated(written.id) })
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
            onChange={async (event) => {
              const chosen = event.currentTarget.files?.[0]
              event.currentTarget.value = ''
              if (chosen) begin({ text: await chosen.text() })
            }}
          />
        </div>
      </div>
      {create.isError && (
        <div className="mt-4">
          <Problem error={create.error} what={t('author.not_created')} />
        </div>
      )}
    </Card>
  )
}
