import { useTranslation } from 'react-i18next'
import type { Authoring } from '@/api/types'
import { humanise, languageName } from '@/lib/format'
import { asNumber, asText, useField, useForm } from './context'
import { Remove } from './entries'
import { AreaField, ChoiceField, FieldProblems, inputClass, LinesField, RangeField, TextField } from './fields'
import { at, type Value } from './text'

/** Of a pause that the learner asked for, so much goes at most. */
const LARGEST_CUT = 0.75

type Vocabulary = Authoring['Vocabulary']

export function AboutPart({ words }: { words: Vocabulary }) {
  const { t, i18n } = useTranslation()
  return (
    <>
      <TextField path={['title']} label={t('author.title')} />
      <AreaField path={['summary']} label={t('author.summary')} hint={t('author.summary_hint')} rows={2} />
      <LinesField path={['skills']} label={t('author.skills')} rows={1} />
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          path={['language']}
          label={t('author.language')}
          options={words.languages.map((tag) => [tag, languageName(tag, i18n.language)] as const)}
        />
        <RangeField path={['minutes']} label={t('author.minutes')} min={1} max={30} step={1} otherwise={6} />
      </div>
      <AreaField path={['setting']} label={t('author.setting')} rows={2} />
      <AreaField path={['relationship']} label={t('author.relationship')} rows={2} />
      <ChoiceField
        path={['power']}
        label={t('author.power')}
        options={(['learner', 'equal', 'partner'] as const).map((each) => [each, t(`author.power_${each}`)] as const)}
      />
      <AreaField path={['cultural_context']} label={t('author.culture')} hint={t('author.culture_hint')} rows={2} />
    </>
  )
}

export function LearnerPart() {
  const { t } = useTranslation()
  return (
    <>
      <AreaField path={['learner', 'role']} label={t('author.learner_role')} rows={2} />
      <AreaField path={['learner', 'brief']} label={t('author.brief')} hint={t('author.brief_hint')} rows={4} />
      <LinesField path={['learner', 'goals']} label={t('author.goals')} />
    </>
  )
}

export function PartnerPart() {
  const { t } = useTranslation()
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField path={['partner', 'name']} label={t('author.name')} />
        <TextField path={['partner', 'role']} label={t('author.partner_role')} />
      </div>
      <LinesField
        path={['partner', 'public_info']}
        label={t('author.public_info')}
        hint={t('author.public_info_hint')}
      />
      <p className="text-sm text-muted">{t('author.hidden')}</p>
      <AreaField path={['partner', 'secret']} label={t('author.secret')} hint={t('author.secret_hint')} rows={4} />
      <AreaField path={['partner', 'backstory']} label={t('author.backstory')} />
      <AreaField path={['partner', 'style']} label={t('author.style')} />
      <AreaField path={['partner', 'goal']} label={t('author.goal')} rows={2} />
    </>
  )
}

export function BeginningPart() {
  const { t } = useTranslation()
  const state = { min: 0, max: 1, step: 0.01, otherwise: 0.4 }
  return (
    <>
      <ChoiceField
        path={['opens']}
        label={t('author.opens')}
        options={(['learner', 'partner'] as const).map((each) => [each, t(`author.opens_${each}`)] as const)}
      />
      <LinesField path={['opening_lines']} label={t('author.opening_lines')} />
      <RangeField path={['state', 'trust']} label={t('author.trust')} hint={t('author.trust_hint')} {...state} />
      <RangeField path={['state', 'tension']} label={t('author.tension')} {...state} />
      <RangeField path={['state', 'openness']} label={t('author.openness')} {...state} />
    </>
  )
}

/** Difficulty is these numbers; each says what it does. */
export function DifficultyPart() {
  const { t } = useTranslation()
  const { data } = useForm()
  const number = (name: string) => asNumber(at(data, ['difficulty', name]), 0)
  const name = asText(at(data, ['partner', 'name']))
  const trust = asNumber(at(data, ['state', 'trust']), 0)
  const threshold = number('disclosure_threshold')
  return (
    <>
      <TextField path={['difficulty', 'label']} label={t('author.label')} hint={t('author.label_hint')} />
      <RangeField
        path={['difficulty', 'patience']}
        label={t('author.patience')}
        hint={t('author.patience_does', { name, seconds: number('patience') })}
        {...{ min: 2, max: 30, step: 1, otherwise: 9 }}
      />
      <RangeField
        path={['difficulty', 'resistance']}
        label={t('author.resistance')}
        hint={t('author.resistance_does', { percent: Math.round(number('resistance') * 100) })}
        {...{ min: 0, max: 0.9, step: 0.05, otherwise: 0.3 }}
      />
      <RangeField
        path={['difficulty', 'pushbacks']}
        label={t('author.pushbacks')}
        hint={
          number('pushbacks') === 0
            ? t('author.pushbacks_none', { name })
            : t('author.pushbacks_does', { name, count: number('pushbacks') })
        }
        {...{ min: 0, max: 10, step: 1, otherwise: 2 }}
      />
      <RangeField
        path={['difficulty', 'disclosure_threshold']}
        label={t('author.threshold')}
        hint={t(threshold > trust ? 'author.threshold_above' : 'author.threshold_below', { trust })}
        {...{ min: 0, max: 1, step: 0.05, otherwise: 0.45 }}
      />
      <RangeField
        path={['difficulty', 'interrupts']}
        label={t('author.interrupts')}
        hint={
          number('interrupts') === 0
            ? t('author.interrupts_none', { name })
            : t('author.interrupts_does', { name, percent: Math.round((1 - LARGEST_CUT * number('interrupts')) * 100) })
        }
        {...{ min: 0, max: 1, step: 0.05, otherwise: 0 }}
      />
      {number('interrupts') > 0 && (
        <LinesField
          path={['interruptions']}
          label={t('author.interruptions')}
          hint={t('author.interruptions_hint', { name })}
        />
      )}
    </>
  )
}

export function LookedAtPart({ words }: { words: Vocabulary }) {
  const { t } = useTranslation()
  const bands = useField(['bands'])
  const chosen = Object.entries((bands.value ?? {}) as Record<string, Value>)
  const left = words.metrics.filter((id) => !chosen.some(([each]) => each === id))
  return (
    <>
      <ChoiceField
        path={['rubric_ref']}
        label={t('author.rubric')}
        hint={t('author.rubric_hint')}
        options={words.rubrics.map(({ id, title }) => [id, title] as const)}
      />
      <fieldset className="grid gap-3">
        <legend className="text-sm font-[550]">{t('author.bands')}</legend>
        <p className="text-sm text-muted">{t('author.bands_hint')}</p>
        {chosen.map(([id]) => (
          <Band key={id} id={id} />
        ))}
        <select
          value=""
          aria-label={t('author.add_band')}
          onChange={(event) => bands.set({ ...Object.fromEntries(chosen), [event.currentTarget.value]: [0, null] })}
          className={`${inputClass} pill-select pr-9`}
        >
          <option value="">{t('author.add_band')}</option>
          {left.map((id) => (
            <option key={id} value={id}>
              {humanise(id)}
            </option>
          ))}
        </select>
      </fieldset>
    </>
  )
}

function Band({ id }: { id: string }) {
  const { t } = useTranslation()
  const { value, problems, set } = useField(['bands', id])
  const [low, high] = Array.isArray(value) ? value : [null, null]
  const end = (label: string, now: Value | undefined, change: (next: number | null) => void) => (
    <input
      type="number"
      step="any"
      aria-label={`${humanise(id)}, ${label}`}
      placeholder={t('author.open_end')}
      value={asText(now)}
      onChange={(event) => change(event.currentTarget.value === '' ? null : event.currentTarget.valueAsNumber)}
      className={`${inputClass} num w-24!`}
    />
  )
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="min-w-40 flex-1 text-sm">{humanise(id)}</span>
      {end(t('author.low_end'), low, (next) => set([next, high ?? null]))}
      {end(t('author.high_end'), high, (next) => set([low ?? null, next]))}
      <Remove what={t('author.remove')} onRemove={() => set(undefined)} />
      <FieldProblems problems={problems} />
    </div>
  )
}
