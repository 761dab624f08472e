import { useTranslation } from 'react-i18next'
import { useMaking } from '@/api/feedback'
import type { Running } from '@/api/types'
import { cardClass } from '@/components/card'
import { useAfter } from '@/lib/hooks'

const LONG_MS = 5000
/** Each question is put to a language model so often; all of them once, then all of them again. */
const READINGS = 3

/** The shape of the report while it is made, and words for what is going on. */
export function Analysing({ sessionId }: { sessionId: string }) {
  return (
    <>
      <div className="mb-4">
        <HowFar sessionId={sessionId} />
      </div>
      <div aria-hidden="true" className="grid gap-4 md:grid-cols-2">
        {['strength', 'next'].map((key) => (
          <div key={key} className={`${cardClass} grid min-h-[180px] content-start gap-3.5`}>
            <div className="skeleton h-4 w-24" />
            <div className="skeleton h-5 w-full" />
            <div className="skeleton h-5 w-2/3" />
            <div className="skeleton mt-2 h-4 w-4/5" />
          </div>
        ))}
      </div>
    </>
  )
}

/** How far a report is, in words and, when a language model is asked, as a bar. */
export function HowFar({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation()
  const long = useAfter(LONG_MS, true)
  const making = useMaking(sessionId)
  const questions = questionsOf(making)
  return (
    <>
      <p role="status" className="text-muted">
        {making?.away
          ? t('report.making_away')
          : questions
            ? t(`report.reading_${readingOf(questions)}`)
            : t(long ? 'report.analysing_long' : 'report.analysing')}
      </p>
      {questions && (
        <>
          <Bar {...questions} />
          <p className="num mt-2 text-sm text-muted">
            {t('report.questions', { ...questions })} {long && t('report.making_leave')}
          </p>
        </>
      )}
    </>
  )
}

interface Questions {
  done: number
  total: number
}

const questionsOf = (making: Running | null): Questions | null =>
  making?.total ? { done: making.done ?? 0, total: making.total } : null

function readingOf({ done, total }: Questions): 1 | 2 | 3 {
  return Math.min(READINGS, Math.floor((done * READINGS) / total) + 1) as 1 | 2 | 3
}

function Bar({ done, total }: Questions) {
  const { t } = useTranslation()
  return (
    <div
      role="progressbar"
      aria-label={t('report.progress')}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={t('report.questions', { done, total })}
      className="mt-3 h-1.5 max-w-read overflow-hidden rounded-full bg-sunk"
    >
      <div
        className="h-full rounded-full bg-you transition-[width] duration-200 motion-reduce:transition-none"
        style={{ width: `${(100 * done) / total}%` }}
      />
    </div>
  )
}
