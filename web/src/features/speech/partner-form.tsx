import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaveSpeech } from '@/api/speech'
import type { Config, SpeechSettings } from '@/api/types'
import { Notice } from '@/components/notice'
import { languageName } from '@/lib/format'
import { speaks, talksFreely, understands } from '@/lib/languages'

/** The names that every provider takes; those that it does not have it maps. */
const VOICES = 'alloy ash ballad cedar coral echo fable marin nova onyx sage shimmer verse'.split(' ')
const LANGUAGES = ['en', 'en-GB', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv']
const MAX_PERSONA = 4000
const FIELD = 'min-h-11 w-full rounded border border-edge bg-raised px-3 text-base text-ink'

interface PartnerFormProps {
  settings: SpeechSettings
  config: Config
  onChange: (settings: SpeechSettings) => void
}

/** Who one talks to, in which voice and language. What is chosen is kept for next time. */
export function PartnerForm({ settings, config, onChange }: PartnerFormProps) {
  const { t, i18n } = useTranslation()
  const save = useSaveSpeech()
  const note = useId()
  const { scripted } = config.provider
  const choose = (change: Partial<SpeechSettings>) => {
    const chosen = { ...settings, ...change }
    onChange(chosen)
    save.mutate(chosen)
  }
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <label htmlFor={`${note}-persona`} className="text-lg font-semibold">
          {t('speech.persona')}
        </label>
        <p id={note} className="text-sm text-muted">
          {t('speech.persona_text')}
        </p>
        <textarea
          id={`${note}-persona`}
          aria-describedby={note}
          rows={5}
          maxLength={MAX_PERSONA}
          value={settings.persona ?? ''}
          placeholder={t('speech.persona_example')}
          onChange={(event) => onChange({ ...settings, persona: event.currentTarget.value })}
          onBlur={() => save.mutate(settings)}
          className={`${FIELD} resize-y py-2.5`}
        />
        {scripted && <Notice>{t('speech.persona_scripted')}</Notice>}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label={t('speech.voice')}
          value={settings.voice ?? ''}
          options={[['', t('speech.standard_voice')], ...VOICES.map((name) => [name, capitalised(name)] as const)]}
          onChoose={(voice) => choose({ voice: voice || null })}
        />
        <Choice
          label={t('speech.language')}
          value={settings.language ?? 'en'}
          options={LANGUAGES.map((tag) => [tag, languageName(tag, i18n.language)] as const)}
          onChoose={(language) => choose({ language })}
        />
      </div>
      <LanguageLacks config={config} tag={settings.language ?? 'en'} />
      <p role="status" className="min-h-5 text-sm text-muted">
        {save.isPending && t('speech.saving')}
        {save.isSuccess && t('speech.saved')}
        {save.isError && t('speech.not_saved')}
      </p>
    </div>
  )
}

/** What there is not for a language, before anybody speaks it. */
function LanguageLacks({ config, tag }: { config: Config; tag: string }) {
  const { t, i18n } = useTranslation()
  const { provider } = config
  const language = languageName(tag, i18n.language)
  if (!speaks(provider, tag)) return <Notice>{t('speech.unspoken', { language })}</Notice>
  return (
    <>
      {!talksFreely(provider, tag) && <Notice>{t('speech.scripted_language', { language })}</Notice>}
      {!understands(provider, tag) && <p className="text-sm text-muted">{t('speech.unheard', { language })}</p>}
    </>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly (readonly [value: string, text: string])[]
  onChoose: (value: string) => void
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <label className="grid gap-1 text-sm text-muted">
      {label}
      <select
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
        className={`${FIELD} pill-select truncate pr-9`}
      >
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)
