import { useTranslation } from 'react-i18next'
import { cardClass } from '@/components/card'
import { useAfter } from '@/lib/hooks'

const LONG_MS = 5000

/** The shape of the report while it is made, and words for what is going on. */
export function Analysing() {
  const { t } = useTranslation()
  const long = useAfter(LONG_MS, true)
  return (
    <>
      <p role="status" className="mb-4 text-muted">
        {long ? t('report.analysing_long') : t('report.analysing')}
      </p>
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
