import { useTranslation } from 'react-i18next'
import type { ElementResult, Report } from '@/api/types'
import { Button } from '@/components/button'
import { Dots } from '@/components/dots'
import { Notice } from '@/components/notice'
import { useShipped } from '@/lib/shipped'
import { changes } from './changes'

interface RescoreProps {
  busy: boolean
  onRescore: () => void
}

/** The report is older than the words: say so, and offer a new one. */
export function Rescore({ busy, onRescore }: RescoreProps) {
  const { t } = useTranslation()
  return (
    <div className="sticky bottom-4 z-10 mt-6 rounded-card shadow-float print:hidden" data-testid="rescore">
      <Notice
        role="status"
        title={t('correct.stale')}
        actions={
          <Button variant="primary" disabled={busy} onClick={onRescore}>
            {busy ? t('correct.rescoring') : t('correct.rescore')}
          </Button>
        }
      >
        {t('correct.stale_text')}
      </Notice>
    </div>
  )
}

/** What a correction changed: levels before and after. */
export function Changed({ before, after }: { before: Report; after: Report }) {
  const { t } = useTranslation()
  const named = useShipped()
  const found = changes(before, after)
  return (
    <div className="mb-6" data-testid="changed">
      <Notice role="status" title={t('correct.rescored')}>
        {found.length === 0 ? (
          <p>{t('correct.nothing_changed')}</p>
        ) : (
          <ul className="mt-1 grid gap-1">
            {found.map((change) => (
              <li key={change.id} className="flex flex-wrap items-center gap-x-3">
                <span className="text-ink">{named(change.title)}:</span>
                <Level element={change.before} />
                <span aria-hidden="true">→</span>
                <span className="sr">{t('correct.became')}</span>
                <Level element={change.after} />
              </li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  )
}

function Level({ element }: { element: ElementResult | undefined }) {
  const { t } = useTranslation()
  if (element?.state === 'scored' && element.level !== null) return <Dots level={element.level} />
  return <span>{element?.state === 'unsure' ? t('report.unsure') : t('report.not_applicable')}</span>
}
