import { useTranslation } from 'react-i18next'
import type { Report } from '@/api/types'
import { Tag } from '@/components/card'
import { humanise } from '@/lib/format'
import { useNamedText } from '@/lib/named-text'
import { Disagree } from './disagree'
import { Quote } from './quote'

/** Every behaviour that was found, with the words it was found in: the workings behind the levels. */
export function Noticed({ behaviours }: { behaviours: Report['behaviours'] }) {
  const { t } = useTranslation()
  const named = useNamedText()
  if (behaviours.length === 0) return null
  const groups = Map.groupBy(behaviours, (behaviour) => behaviour.name)
  return (
    <details className="mt-10 border-t border-line pt-3" data-testid="noticed">
      <summary className="min-h-11 py-2.5 font-semibold">{t('report.noticed', { count: behaviours.length })}</summary>
      <dl>
        {[...groups].map(([id, seen]) => (
          <div key={id} className="grid gap-x-6 gap-y-2 py-4 md:grid-cols-[314px_1fr]">
            <dt>
              {named(`behaviour.${id}`) || humanise(id)}
              {seen.some(({ experimental }) => experimental) && <Experimental />}
            </dt>
            <dd className="grid max-w-read gap-3">
              {seen.map((one) => (
                <div key={`${one.turn_id}-${one.quote}`}>
                  <Quote quote={one.quote} startMs={one.start_ms} endMs={one.end_ms} />
                  {one.present === 'unsure' && (
                    <p className="mt-1 text-sm text-muted">{t('report.unsure_behaviour')}</p>
                  )}
                  <Disagree
                    about={{ behaviour: one.name, turn_id: one.turn_id, quote: one.quote }}
                    what={`${named(`behaviour.${id}`) || humanise(id)}: ${one.quote}`}
                  />
                </div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** A detector that was measured and found wanting: shown, believed by nobody. */
function Experimental() {
  const { t } = useTranslation()
  return (
    <span className="mt-1 block text-sm text-muted" data-testid="experimental">
      <Tag>{t('report.experimental')}</Tag> {t('report.experimental_text')}
    </span>
  )
}
