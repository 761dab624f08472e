import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAgreeAfterAll, useDisagree } from '@/api/after'
import type { Disagreement, DisagreementRequest } from '@/api/types'
import { Button } from '@/components/button'
import { useReason } from '@/components/problem'
import { useJudged } from './judged'

type About = Pick<DisagreementRequest, 'element' | 'behaviour' | 'turn_id' | 'quote'>

interface DisagreeProps {
  about: About
  /** What is disagreed with, for people who cannot see where the button stands. */
  what: string
}

/** Say that a judgement is wrong, or take that back. Nothing for whoever reads somebody else's report. */
export function Disagree({ about, what }: DisagreeProps) {
  const judged = useJudged()
  const [asking, setAsking] = useState(false)
  if (!judged?.disputable) return null
  const mine = judged.disagreements.find((one) => isSame(one, about))
  if (mine) return <Disagreed sessionId={judged.sessionId} mine={mine} what={what} />
  if (asking) return <Form sessionId={judged.sessionId} about={about} what={what} onClose={() => setAsking(false)} />
  return <Ask what={what} onAsk={() => setAsking(true)} />
}

const isSame = (one: Disagreement, about: About) =>
  about.element != null
    ? one.element === about.element
    : one.behaviour === about.behaviour && one.turn_id === about.turn_id && one.quote === about.quote

const SMALL =
  'min-h-11 cursor-pointer text-sm text-muted underline decoration-line underline-offset-4 hover:text-ink print:hidden'

function Ask({ what, onAsk }: { what: string; onAsk: () => void }) {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      className={`${SMALL} -my-2 justify-self-start`}
      aria-label={t('disagree.with', { what })}
      onClick={onAsk}
    >
      {t('disagree.ask')}
    </button>
  )
}

interface FormProps {
  sessionId: string
  about: About
  what: string
  onClose: () => void
}

function Form({ sessionId, about, what, onClose }: FormProps) {
  const { t } = useTranslation()
  const id = useId()
  const [comment, setComment] = useState('')
  const disagree = useDisagree(sessionId)
  const reason = useReason(disagree.error)
  return (
    <form
      className="grid max-w-read gap-2 rounded bg-sunk p-4 print:hidden"
      onSubmit={(event) => {
        event.preventDefault()
        disagree.mutate({ ...about, comment: comment.trim() || null }, { onSuccess: onClose })
      }}
    >
      <label htmlFor={id} className="text-sm text-muted">
        {t('disagree.why')}
      </label>
      <textarea
        id={id}
        // biome-ignore lint/a11y/noAutofocus: the form opens because its button was pressed
        autoFocus
        rows={2}
        maxLength={1000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        className="rounded border border-edge bg-raised px-3 py-2"
      />
      <p className="text-sm text-muted">{t('disagree.kept')}</p>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" disabled={disagree.isPending} aria-label={t('disagree.with', { what })}>
          {t('disagree.ask')}
        </Button>
        <Button variant="quiet" onClick={onClose}>
          {t('disagree.cancel')}
        </Button>
      </div>
      {disagree.isError && (
        <p role="alert" className="text-sm text-danger">
          {t('disagree.failed')} {reason}
        </p>
      )}
    </form>
  )
}

function Disagreed({ sessionId, mine, what }: { sessionId: string; mine: Disagreement; what: string }) {
  const { t } = useTranslation()
  const undo = useAgreeAfterAll(sessionId)
  return (
    <p role="status" className="text-sm" data-testid="disagreed">
      <span className="font-semibold">{t('disagree.done')}</span>
      {mine.comment && ` “${mine.comment}”`}{' '}
      <button
        type="button"
        className={SMALL}
        disabled={undo.isPending}
        aria-label={t('disagree.undo_what', { what })}
        onClick={() => undo.mutate(mine.id)}
      >
        {t('disagree.undo')}
      </button>
    </p>
  )
}

/** How many of the judgements, once there is one. */
export function DisagreementCount() {
  const { t } = useTranslation()
  const judged = useJudged()
  if (!judged?.disagreements.length) return null
  return (
    <p className="mt-3 text-sm text-muted" data-testid="disagreements">
      {t('disagree.count', { count: judged.judgements, disagreed: judged.disagreements.length })}
    </p>
  )
}
