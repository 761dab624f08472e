import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWhisper } from '@/api/monitoring'
import { Button } from '@/components/button'
import { inputClass } from '@/components/field'
import { Problem } from '@/components/problem'

const LONGEST = 500

/** A hint that the learner reads and the partner does not hear. */
export function HintBox({ sessionId, learner }: { sessionId: string; learner: string }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const whisper = useWhisper(sessionId)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') whisper.mutate(text.trim(), { onSuccess: () => setText('') })
  }
  return (
    <form onSubmit={send} className="grid gap-2">
      <label className="grid gap-1">
        <span className="text-sm text-muted">{t('monitor.hint', { name: learner })}</span>
        <input
          value={text}
          maxLength={LONGEST}
          onChange={(event) => setText(event.currentTarget.value)}
          className={inputClass}
        />
      </label>
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={text.trim() === '' || whisper.isPending}>
          {t('monitor.send_hint')}
        </Button>
        <span role="status" className="text-sm text-muted">
          {whisper.isSuccess && text === '' && t('monitor.hint_sent', { name: learner })}
        </span>
      </div>
      {whisper.isError && <Problem error={whisper.error} what={t('monitor.hint_failed')} />}
    </form>
  )
}
