import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { asList, asText, useField, useForm } from './context'
import { Remove } from './entries'
import { AreaField, FieldProblems } from './fields'
import { at } from './text'

/** How it can go, well and badly. Learners see it after they have practised. */
export function DialoguesPart() {
  const { t } = useTranslation()
  return (
    <>
      <p className="text-sm text-muted">{t('author.dialogues_text')}</p>
      <Dialogue kind="good" />
      <Dialogue kind="poor" />
    </>
  )
}

function Dialogue({ kind }: { kind: 'good' | 'poor' }) {
  const { t } = useTranslation()
  const { data } = useForm()
  const path = ['model_dialogues', kind] as const
  const { value, problems, set } = useField(path)
  const lines = asList(value)
  const speaker = (i: number) => asText(at(lines[i], ['speaker']))
  const name = asText(at(data, ['partner', 'name']))
  const next = speaker(lines.length - 1) === 'learner' ? 'partner' : 'learner'
  return (
    <section className="grid gap-3">
      <h3 className="text-base font-semibold">{t(`author.dialogue_${kind}`)}</h3>
      <FieldProblems problems={problems.filter((problem) => problem.path.length === 2)} />
      {lines.map((_, i) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the dialogue
          key={i}
          className={speaker(i) === 'learner' ? 'border-l-3 border-you pl-3' : 'border-l-3 border-partner pl-3'}
        >
          <AreaField
            path={[...path, i, 'text']}
            label={speaker(i) === 'learner' ? t('author.learner_says') : t('author.partner_says', { name })}
            rows={2}
          />
        </div>
      ))}
      <div className="flex flex-wrap gap-x-6">
        <Button onClick={() => set([...lines, { speaker: next, text: t('author.new_line') }])}>
          {t('author.add_line')}
        </Button>
        {lines.length > 2 && <Remove what={t('author.remove_last')} onRemove={() => set(lines.slice(0, -1))} />}
      </div>
    </section>
  )
}
