import { useTranslation } from 'react-i18next'
import { asList, asText, asTexts, useField } from './context'
import { Entries, Fold, Remove } from './entries'
import { ChipsField, LinesField, SwitchField, TextField } from './fields'
import { at, type Value } from './text'
import { freeId, useBehaviourOptions } from './words'

const BANDS = ['low', 'middle', 'high'] as const

/** What the partner answers to what. */
export function BeatsPart() {
  const { t } = useTranslation()
  const { value, set } = useField(['beats'])
  const entries = asList(value)
  const add = () =>
    set([
      ...entries,
      {
        id: freeId('answer', entries),
        trigger: { behaviours: ['asks_view'] },
        lines: [t('author.new_line'), t('author.new_line_again')],
      },
    ])
  return (
    <>
      <p className="text-sm text-muted">{t('author.beats_text')}</p>
      <Entries count={entries.length} add={t('author.add_beat')} onAdd={add}>
        {(i) => <Beat key={i} i={i} entry={entries[i]} />}
      </Entries>
    </>
  )
}

function Beat({ i, entry }: { i: number; entry: Value | undefined }) {
  const { t } = useTranslation()
  const behaviours = useBehaviourOptions()
  const { problems, set } = useField(['beats', i])
  const path = ['beats', i] as const
  const names = new Map(behaviours)
  const when = asTexts(at(entry, ['trigger', 'behaviours'])).map((id) => names.get(id) ?? id)
  const title = [asText(at(entry, ['id'])), when.join(', ')].filter(Boolean).join(': ')
  return (
    <Fold level="entry" title={title} problems={problems}>
      {() => (
        <>
          <LinesField path={[...path, 'lines']} label={t('author.says')} />
          <h4 className="text-sm font-semibold">{t('author.when')}</h4>
          <ChipsField
            path={[...path, 'trigger', 'behaviours']}
            label={t('author.when_behaviours')}
            options={behaviours}
          />
          <LinesField
            path={[...path, 'trigger', 'topics']}
            label={t('author.when_topics')}
            hint={t('author.when_topics_hint')}
            rows={1}
          />
          {(['trust', 'tension', 'openness'] as const).map((name) => (
            <Bands key={name} i={i} name={name} />
          ))}
          <SwitchField path={[...path, 'pushback']} label={t('author.pushback')} hint={t('author.pushback_hint')} />
          <SwitchField path={[...path, 'once']} label={t('author.once')} />
          <TextField path={[...path, 'id']} label={t('author.id')} hint={t('author.id_hint')} />
          <Remove what={t('author.remove_beat')} onRemove={() => set(undefined)} />
        </>
      )}
    </Fold>
  )
}

/** In which thirds of a scale the beat may play; none or all of them means any. */
function Bands({ i, name }: { i: number; name: 'trust' | 'tension' | 'openness' }) {
  const { t } = useTranslation()
  const { value, set } = useField(['beats', i, 'trigger', name])
  const chosen = asTexts(value)
  const choose = (band: string, on: boolean) => {
    const next = BANDS.filter((each) => (each === band ? on : chosen.includes(each)))
    set(next.length > 0 ? next : undefined)
  }
  return (
    <fieldset className="flex flex-wrap items-center gap-x-5">
      <legend className="sr">{t(`author.${name}`)}</legend>
      <span aria-hidden="true" className="min-w-28 text-sm font-[550]">
        {t(`author.${name}`)}
      </span>
      {BANDS.map((band) => (
        <label key={band} className="flex min-h-11 cursor-pointer items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={chosen.includes(band)}
            onChange={(event) => choose(band, event.currentTarget.checked)}
            className="size-4 accent-you"
          />
          {t(`author.band_${band}`)}
        </label>
      ))}
    </fieldset>
  )
}
