import { Pencil } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCorrect } from '@/api/after'
import type { Turn } from '@/api/types'
import { Button } from '@/components/button'
import { useReason } from '@/components/problem'
import { useSpoken } from '@/components/spoken'

const MOST = 5000

export function CorrectButton({ turn, onClick }: { turn: Turn; onClick: () => void }) {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={t('correct.what', { text: turn.corrected?.text ?? turn.text })}
      className="-my-1.5 inline-flex min-h-11 cursor-pointer items-center gap-1.5 px-1 text-sm text-muted hover:text-ink print:hidden"
    >
      <Pencil aria-hidden="true" className="size-3.5" />
      {t('correct.ask')}
    </button>
  )
}

interface CorrectFormProps {
  turn: Turn
  onClose: () => void
  /** Something was stored: the report is older than the words now. */
  onCorrected: () => void
}

/** What was really said, in place of what was heard. */
export function CorrectForm({ turn, onClose, onCorrected }: CorrectFormProps) {
  const { t } = useTranslation()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(turn.corrected?.text ?? turn.text)
  const correct = useCorrect(turn.session_id)
  const reason = useReason(correct.error)
  useEffect(() => field.current?.focus(), [])
  const done = () => {
    onCorrected()
    onClose()
  }
  return (
    <form
      className="grid gap-2 print:hidden"
      onSubmit={(event) => {
        event.preventDefault()
        correct.mutate({ turnId: turn.id, text }, { onSuccess: done })
      }}
    >
      <label htmlFor={id} className="text-sm text-muted">
        {t('correct.label')}
      </label>
      <textarea
        id={id}
        ref={field}
        rows={Math.min(8, 2 + Math.floor(text.length / 60))}
        maxLength={MOST}
        {...useSpoken()}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
        className="rounded border border-edge bg-raised px-3 py-2 text-lg"
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary" disabled={correct.isPending || !text.trim()}>
          {correct.isPending ? t('correct.saving') : t('correct.save')}
        </Button>
        <Button variant="quiet" onClick={onClose}>
          {t('correct.cancel')}
        </Button>
      </div>
      {correct.isError && (
        <p role="alert" className="text-sm text-danger">
          {t('correct.failed')} {reason}
        </p>
      )}
    </form>
  )
}

/** What the recogniser wrote, kept beside the correction. */
export function HeardAs({ turn, onCorrected }: { turn: Turn; onCorrected: (() => void) | undefined }) {
  const { t } = useTranslation()
  const correct = useCorrect(turn.session_id)
  const spoken = useSpoken()
  if (!turn.corrected) return null
  return (
    <p className="text-sm text-muted" data-testid="heard-as">
      {t('correct.heard_as')} <s {...spoken}>{turn.text}</s>{' '}
      {onCorrected && (
        <button
          type="button"
          disabled={correct.isPending}
          aria-label={t('correct.undo_what', { text: turn.corrected.text })}
          onClick={() => correct.mutate({ turnId: turn.id, text: null }, { onSuccess: onCorrected })}
          className="min-h-11 cursor-pointer underline decoration-line underline-offset-4 hover:text-ink print:hidden"
        >
          {t('correct.undo')}
        </button>
      )}
    </p>
  )
}
