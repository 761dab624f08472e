import { useTranslation } from 'react-i18next'
import { Choice } from '@/components/choice'

interface TeamChoiceProps {
  teams: readonly { id: string; name: string }[]
  /** null: all together. */
  value: string | null
  onChange: (team: string | null) => void
}

const EVERYBODY = '*'

/** One team, or all together, for those who may see more than one. */
export function TeamChoice({ teams, value, onChange }: TeamChoiceProps) {
  const { t } = useTranslation()
  if (teams.length === 0) return null
  const name = (id: string) =>
    id === EVERYBODY ? t('pulse.everybody') : (teams.find((team) => team.id === id)?.name ?? id)
  return (
    <div className="w-full max-w-72">
      <Choice
        label={t('pulse.team')}
        value={value ?? EVERYBODY}
        values={[EVERYBODY, ...teams.map((team) => team.id)]}
        text={name}
        onChange={(id) => onChange(id === EVERYBODY ? null : id)}
      />
    </div>
  )
}
