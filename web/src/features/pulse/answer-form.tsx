import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnswerPulse } from '@/api/pulse'
import type { Pulse, PulseAsked, PulseTheme } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { Problem } from '@/components/problem'
import { bySet, type Chosen, check, isComment, questions } from './answers'
import { Question } from './question'

const LONGEST = 2000
/** What fits a minute, reading included. */
const A_MINUTE = 8

interface AnswerFormProps {
  asked: PulseAsked
  fewest: Pulse['fewest']
  onAnswered: () => void
}

/** All questions of a pulse on one page. */
export function AnswerForm({ asked, fewest, onAnswered }: AnswerFormProps) {
  const { t } = useTranslation()
  const send = useAnswerPulse()
  const [chosen, setChosen] = useState<Chosen>({})
  const [comment, setComment] = useState('')
  const [missing, setMissing] = useState<string | null | undefined>(undefined)
  const all = questions(asked.themes)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const checked = check(asked.themes, chosen, comment)
    if ('missing' in checked) {
      setMissing(checked.missing)
      document.querySelector<HTMLInputElement>(`#ask-${checked.missing} input`)?.focus()
      return
    }
    setMissing(undefined)
    const words = comment.trim()
    send.mutate(
      { wave_id: asked.id, answers: checked.answers, ...(words && { comment: words }) },
      { onSuccess: onAnswered },
    )
  }
  return (
    <form onSubmit={submit} className="grid gap-6">
      <ul className="grid max-w-read gap-1 text-muted">
        <li>{t('pulse.takes', { count: Math.max(1, Math.round(all.length / A_MINUTE)) })}</li>
        <li>{t('pulse.apart', { fewest: fewest.answers, comments: fewest.comments })}</li>
        <li>{t('pulse.voluntary')}</li>
      </ul>
      {bySet(asked.themes).map(([first, ...more]) => (
        <section key={first.id} aria-labelledby={`theme-${first.id}`} className={cardClass}>
          <h2 id={`theme-${first.id}`}>{more.length > 0 ? t('pulse.set_check_in') : first.title}</h2>
          <p className="mt-1 text-muted">{first.intro}</p>
          {isComment(first) ? (
            <Words theme={first} value={comment} onChange={setComment} />
          ) : (
            <div className="mt-5 grid gap-7">
              {[first, ...more].flatMap((theme) =>
                theme.items.map((item) => (
                  <Question
                    key={item.id}
                    theme={theme}
                    id={item.id}
                    text={item.text}
                    value={chosen[item.id]}
                    missing={missing === item.id && chosen[item.id] === undefined ? t('pulse.missing') : undefined}
                    onChoose={(value) => setChosen((before) => ({ ...before, [item.id]: value }))}
                  />
                )),
              )}
            </div>
          )}
        </section>
      ))}
      {missing === null && (
        <p role="alert" className="text-danger">
          {t('pulse.nothing')}
        </p>
      )}
      {send.isError && <Problem error={send.error} what={t('pulse.not_sent')} />}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <Button type="submit" variant="primary" disabled={send.isPending}>
          {t('pulse.send')}
        </Button>
        <p className="num text-sm text-muted" aria-live="polite">
          {t('pulse.answered_of', { done: Object.keys(chosen).length, all: all.length })}
        </p>
      </div>
    </form>
  )
}

function Words({ theme, value, onChange }: { theme: PulseTheme; value: string; onChange: (value: string) => void }) {
  const id = useId()
  return (
    <div className="mt-4 grid gap-1">
      <label htmlFor={id} className="text-lg text-pretty">
        {theme.items[0]?.text}
      </label>
      <textarea
        id={id}
        rows={4}
        maxLength={LONGEST}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        className="w-full rounded border border-edge bg-raised p-3 text-ink"
      />
    </div>
  )
}
