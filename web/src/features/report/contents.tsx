import { useTranslation } from 'react-i18next'
import type { Report, Turn } from '@/api/types'

/** A talk of more turns makes a page on which one would scroll for long. */
const LONG_TURNS = 40

interface ContentsProps {
  report: Report
  turns: readonly Turn[]
}

/** Ways down a long report; nothing for a short one. */
export function Contents({ report, turns }: ContentsProps) {
  const { t } = useTranslation()
  if (turns.length <= LONG_TURNS) return null
  const places = [
    ...(report.elements.length > 0 ? [['elements', t('report.elements')]] : []),
    ...(report.metrics.length > 0 && report.status === 'done' ? [['metrics', t('report.metrics')]] : []),
    ['transcript', t('report.transcript')],
    ['yours', t('yours.take')],
  ]
  return (
    <nav aria-label={t('report.contents')} className="mt-6 flex flex-wrap gap-x-6 print:hidden">
      {places.map(([id, text]) => (
        <a
          key={id}
          href={`#${id}`}
          className="inline-flex min-h-11 items-center text-sm text-muted underline decoration-line underline-offset-4 hover:text-ink"
        >
          {text}
        </a>
      ))}
    </nav>
  )
}
