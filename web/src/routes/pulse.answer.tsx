import { useQuery } from '@tanstack/react-query'
import { createFileRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { pulseQuery } from '@/api/pulse'
import type { Pulse } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { AnswerForm } from '@/features/pulse/answer-form'
import { usePulseWords } from '@/features/pulse/words'

export const Route = createFileRoute('/pulse/answer')({
  component: AnswerPage,
  validateSearch: (search): { what?: 'check-in' } => (search['what'] === 'check-in' ? { what: 'check-in' } : {}),
})

/** Answering the pulse that is open, or this week's check-in. */
function AnswerPage() {
  const { t, i18n } = useTranslation()
  const { what } = Route.useSearch()
  const pulse = useQuery(pulseQuery(i18n.language))
  const title = t(what === 'check-in' ? 'pulse.check_in' : 'pulse.answer_title')
  return (
    <Shell title={title} width="read">
      <h1>{title}</h1>
      <div className="mt-4">
        {pulse.isPending && <Slow what={t('pulse.loading')} />}
        {pulse.isError && <Problem error={pulse.error} what={t('pulse.failed')} retry={() => void pulse.refetch()} />}
        {pulse.data && <Asked key={what} pulse={pulse.data} checkIn={what === 'check-in'} />}
      </div>
    </Shell>
  )
}

function Asked({ pulse, checkIn }: { pulse: Pulse; checkIn: boolean }) {
  const { t } = useTranslation()
  const { when } = usePulseWords()
  const [sent, setSent] = useState(false)
  const asked = checkIn ? pulse.check_in : pulse.now
  const back = (
    <Link to="/pulse" className={buttonClass('plain')}>
      {t('pulse.see')}
    </Link>
  )
  if (!asked)
    return (
      <Notice title={t('pulse.none_open')} actions={back}>
        {t('pulse.none_open_text')}
      </Notice>
    )
  if (sent || asked.answered)
    return (
      <Notice title={t('pulse.sent')} role={sent ? 'status' : undefined} actions={back}>
        {checkIn
          ? t('pulse.sent_check_in', { fewest: pulse.fewest.answers })
          : t('pulse.sent_text', { date: when(asked), fewest: pulse.fewest.answers })}
      </Notice>
    )
  return (
    <>
      {asked.title && <p className="mb-3 font-[550]">{asked.title}</p>}
      <AnswerForm asked={asked} fewest={pulse.fewest} onAnswered={() => setSent(true)} />
    </>
  )
}
