import { useTranslation } from 'react-i18next'
import type { Report } from '@/api/types'
import { humanise } from '@/lib/format'
import { Quote } from './quote'

/** Every behaviour that was found, with the words it was found in: the workings behind the levels. */
export function Noticed({ behaviours }: { behaviours: Report['behaviours'] }) {
  const { t, i18n } = useTranslation()
  if (behaviours.length === 0) return null
  const name = (id: string) =>
    i18n.exists(`behaviour.${id}`) ? i18n.t(`behaviour.${id}` as 'behaviour.open_question') : humanise(id)
  const groups = Map.groupBy(behaviours, (behaviour) => behaviour.name)
  return (
    <details className="mt-10 border-t border-line pt-3" data-testid="noticed">
      <summary className="min-h-11 py-2.5 font-semibold">{t('report.noticed', { count: behaviours.length })}</summary>
      <dl>
        {[...groups].map(([id, seen]) => (
          <div key={id} className="grid gap-x-6 gap-y-2 py-4 md:grid-cols-[314px_1fr]">
            <dt>{name(id)}</dt>
            <dd className="grid max-w-read gap-3">
              {seen.map((one) => (
                <div key={`${one.turn_id}-${one.quote}`}>
                  <Quote quote={one.quote} startMs={one.start_ms} endMs={one.end_ms} />
                  {one.present === 'unsure' && (
                    <p className="mt-1 text-sm text-muted">{t('report.unsure_behaviour')}</p>
                  )}
                </div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
