import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Authoring } from '@/api/types'
import { BeatsPart } from './beats'
import { useForm } from './context'
import { DialoguesPart } from './dialogues'
import { Fold } from './entries'
import { AboutPart, BeginningPart, DifficultyPart, LearnerPart, LookedAtPart, PartnerPart } from './parts'
import { ToldPart } from './told'

type Words = Authoring['Vocabulary']

interface Part {
  id: 'about' | 'learner' | 'partner' | 'told' | 'beginning' | 'beats' | 'difficulty' | 'looked_at' | 'dialogues'
  /** The fields of the first level that it is about. */
  fields: readonly string[]
  show: (words: Words) => ReactNode
}

const PARTS: readonly Part[] = [
  {
    id: 'about',
    fields: 'title summary skills language minutes setting relationship power cultural_context'.split(' '),
    show: (words) => <AboutPart words={words} />,
  },
  { id: 'learner', fields: ['learner'], show: () => <LearnerPart /> },
  { id: 'partner', fields: ['partner'], show: () => <PartnerPart /> },
  { id: 'told', fields: ['disclosures'], show: () => <ToldPart /> },
  { id: 'beginning', fields: ['opens', 'opening_lines', 'state'], show: () => <BeginningPart /> },
  { id: 'beats', fields: ['beats'], show: () => <BeatsPart /> },
  { id: 'difficulty', fields: ['difficulty', 'interruptions'], show: () => <DifficultyPart /> },
  { id: 'looked_at', fields: ['rubric_ref', 'bands'], show: (words) => <LookedAtPart words={words} /> },
  { id: 'dialogues', fields: ['model_dialogues'], show: () => <DialoguesPart /> },
]

/** The parts that trainers need. Everything else of the text stays as it is. */
export function ScenarioForm({ words }: { words: Words }) {
  const { t } = useTranslation()
  const { problems } = useForm()
  return (
    <div>
      {PARTS.map(({ id, fields, show }, i) => (
        <Fold
          key={id}
          level="part"
          open={i === 0}
          title={t(`author.part_${id}`)}
          problems={problems.filter(({ path }) => fields.includes(String(path[0])))}
        >
          {() => show(words)}
        </Fold>
      ))}
      <p className="border-t border-line pt-4 text-sm text-muted">{t('author.rest')}</p>
    </div>
  )
}
