import { useTranslation } from 'react-i18next'
import type { ElementResult } from '@/api/types'
import { Dots } from '@/components/dots'
import { useShipped } from '@/lib/shipped'
import { Disagree, DisagreementCount } from './disagree'
import { Quote } from './quote'

/** The rest is in the list of everything that was noticed. */
const QUOTES = 3

/** Each thing that was looked at: how much of it was there, in which words, and what is not sure. */
export function Elements({ title, elements }: { title: string; elements: readonly ElementResult[] }) {
  if (elements.length === 0) return null
  return (
    <section aria-labelledby="elements" className="mt-14">
      <h2 id="elements">{title}</h2>
      <div className="mt-4">
        {elements.map((element) => (
          <Element key={element.id} element={element} />
        ))}
      </div>
      <DisagreementCount />
    </section>
  )
}

function Element({ element }: { element: ElementResult }) {
  const { t } = useTranslation()
  const named = useShipped()
  const scored = element.state === 'scored' && element.level !== null
  return (
    <article
      data-testid={`element-${element.id}`}
      className="grid items-start gap-x-6 gap-y-2 border-t border-line py-5 md:grid-cols-[200px_90px_1fr]"
    >
      <h3 className="font-semibold">{named(element.title)}</h3>
      <div>
        {scored ? (
          <Dots level={element.level ?? 0} />
        ) : (
          <span className="text-sm text-muted">
            {element.state === 'unsure' ? t('report.unsure') : t('report.not_applicable')}
          </span>
        )}
      </div>
      <div className="grid max-w-read gap-3">
        {quotesOf(element).map((seen) => (
          <Quote
            key={`${seen.turn_id}-${seen.quote}`}
            quote={seen.quote}
            startMs={seen.start_ms}
            endMs={seen.end_ms}
            turnId={seen.turn_id}
          />
        ))}
        {element.why && <p className="text-[15px] text-muted">{element.why}</p>}
        <Disagree about={{ element: element.id }} what={named(element.title)} />
      </div>
    </article>
  )
}

/** The same words may show several behaviours; they are quoted once. */
function quotesOf({ evidence }: ElementResult) {
  const known = new Map(evidence.map((seen) => [`${seen.turn_id}-${seen.quote}`, seen]))
  return [...known.values()].slice(0, QUOTES)
}
