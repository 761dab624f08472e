import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOpenWave } from '@/api/pulse'
import type { PulseWaves } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { Field } from '@/components/field'
import { Problem } from '@/components/problem'

const SETS = ['safety', 'engagement', 'recommend', 'comment'] as const
type Set = (typeof SETS)[number]
const DAY_MS = 86_400_000
const FORTNIGHT = 14

const dayFromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** Whom to ask, what, and until when. */
export function WaveForm({ teams }: { teams: PulseWaves['teams'] }) {
  const { t } = useTranslation()
  const id = useId()
  const open = useOpenWave()
  const [title, setTitle] = useState('')
  const [sets, setSets] = useState<readonly Set[]>(['safety', 'comment'])
  const [chosen, setChosen] = useState<readonly string[]>(teams.map((team) => team.id))
  const [from, setFrom] = useState(() => dayFromNow(0))
  const [until, setUntil] = useState(() => dayFromNow(FORTNIGHT))
  const numbers = sets.some((one) => one !== 'comment')
  const send = (event: FormEvent) => {
    event.preventDefault()
    const wanted = { title: title.trim(), sets: [...sets], team_ids: [...chosen], opens_on: from, closes_on: until }
    open.mutate(wanted, { onSuccess: () => setTitle('') })
  }
  return (
    <section aria-labelledby={`${id}-title`} className={cardClass}>
      <h2 id={`${id}-title`}>{t('pulse.open_one')}</h2>
      <form onSubmit={send} className="mt-4 grid gap-5">
        <Field label={t('pulse.name')} hint={t('pulse.name_hint')} value={title} maxLength={120} onChange={setTitle} />
        <fieldset>
          <legend className="text-sm font-[550]">{t('pulse.sets')}</legend>
          {SETS.map((one) => (
            <Check
              key={one}
              checked={sets.includes(one)}
              text={t(`pulse.set_${one}`)}
              note={t(`pulse.set_${one}_note`)}
              onChange={(on) => setSets(SETS.filter((each) => (each === one ? on : sets.includes(each))))}
            />
          ))}
        </fieldset>
        {teams.length > 1 && (
          <fieldset>
            <legend className="text-sm font-[550]">{t('pulse.teams')}</legend>
            <div className="-mx-1 grid max-h-72 overflow-y-auto px-1 sm:grid-cols-2">
              {teams.map((team) => (
                <Check
                  key={team.id}
                  checked={chosen.includes(team.id)}
                  text={team.name || t('pulse.no_team')}
                  onChange={(on) => setChosen(on ? [...chosen, team.id] : chosen.filter((each) => each !== team.id))}
                />
              ))}
            </div>
          </fieldset>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field type="date" label={t('pulse.from')} value={from} min={dayFromNow(0)} required onChange={setFrom} />
          <Field type="date" label={t('pulse.to')} value={until} min={from} required onChange={setUntil} />
        </div>
        {open.isError && <Problem error={open.error} what={t('pulse.not_opened')} />}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" variant="primary" disabled={open.isPending || !numbers || chosen.length === 0}>
            {t('pulse.open_it')}
          </Button>
          {!numbers && <p className="text-sm text-muted">{t('pulse.needs_questions')}</p>}
        </div>
      </form>
    </section>
  )
}

interface CheckProps {
  checked: boolean
  text: string
  note?: string
  onChange: (on: boolean) => void
}

function Check({ checked, text, note, onChange }: CheckProps) {
  return (
    <label className="flex min-h-11 cursor-pointer items-start gap-3 py-2.5">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="mt-1 size-4 shrink-0 accent-you"
      />
      <span className="min-w-0 wrap-anywhere">
        {text}
        {note && <span className="block text-sm text-muted">{note}</span>}
      </span>
    </label>
  )
}
