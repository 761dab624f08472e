import { useTranslation } from 'react-i18next'
import { asList, asText, useField, useForm } from './context'
import { Entries, Fold, Remove } from './entries'
import { AreaField, ChipsField, LinesField, RangeField, TextField } from './fields'
import { at } from './text'
import { freeId, useBehaviourOptions } from './words'

const SHARE = { min: 0, max: 1, step: 0.01, otherwise: 0 }
const LISTENED = ['open_question', 'asks_view', 'follow_up_question', 'acknowledgement', 'paraphrase']

/** What the partner tells, and what earns it. */
export function ToldPart() {
  const { t } = useTranslation()
  const { value, set } = useField(['disclosures'])
  const entries = asList(value)
  const add = () =>
    set([
      ...entries,
      {
        id: freeId('fact', entries),
        fact: t('author.new_fact'),
        requires: { trust_min: 0.6, openness_min: 0.45, turns_min: 3, now: LISTENED },
        lines: [t('author.new_line'), t('author.new_line_again')],
      },
    ])
  return (
    <Entries count={entries.length} add={t('author.add_fact')} onAdd={add}>
      {(i) => <Told key={i} i={i} />}
    </Entries>
  )
}

function Told({ i }: { i: number }) {
  const { t } = useTranslation()
  const { data } = useForm()
  const behaviours = useBehaviourOptions()
  const { value, problems, set } = useField(['disclosures', i])
  const others = asList(at(data, ['disclosures']))
    .map((each) => asText(at(each, ['id'])))
    .filter((id, place) => place !== i && id !== '')
  const path = ['disclosures', i] as const
  return (
    <Fold level="entry" title={asText(at(value, ['fact'])) || asText(at(value, ['id']))} problems={problems}>
      {() => (
        <>
          <AreaField path={[...path, 'fact']} label={t('author.fact')} hint={t('author.fact_hint')} rows={2} />
          <LinesField path={[...path, 'lines']} label={t('author.told_lines')} />
          <h4 className="text-sm font-semibold">{t('author.earned_by')}</h4>
          <RangeField path={[...path, 'requires', 'trust_min']} label={t('author.trust_min')} {...SHARE} />
          <RangeField path={[...path, 'requires', 'openness_min']} label={t('author.openness_min')} {...SHARE} />
          <RangeField
            path={[...path, 'requires', 'turns_min']}
            label={t('author.turns_min')}
            {...{ min: 0, max: 20, step: 1, otherwise: 0 }}
          />
          <ChipsField path={[...path, 'requires', 'now']} label={t('author.now')} options={behaviours} />
          <ChipsField path={[...path, 'requires', 'behaviours']} label={t('author.shown')} options={behaviours} />
          <ChipsField
            path={[...path, 'requires', 'disclosed']}
            label={t('author.after')}
            options={others.map((id) => [id, id] as const)}
          />
          <TextField path={[...path, 'id']} label={t('author.id')} hint={t('author.id_hint')} />
          <Remove what={t('author.remove_fact')} onRemove={() => set(undefined)} />
        </>
      )}
    </Fold>
  )
}
