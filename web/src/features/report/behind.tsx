import { Check, Minus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useBehind } from '@/api/after'
import type { Behind as BehindData, Condition, HiddenFact } from '@/api/types'
import { Problem } from '@/components/problem'
import { useSpoken } from '@/components/spoken'
import { humanise } from '@/lib/format'
import { useNamedText } from '@/lib/named-text'
import { Folded } from './folded'
import { PlayPart } from './quote'

/** What the partner was hiding: folded, because whoever tries again first learns more. */
export function Behind({ sessionId, partner }: { sessionId: string; partner: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useBehind(sessionId, true)
  const spoken = useSpoken()
  if (error) return <Problem error={error} what={t('behind.failed')} retry={() => void refetch()} />
  if (!data) return null
  return (
    <Folded testId="behind" title={t('behind.title', { partner })} note={t('behind.note')}>
      <p {...spoken} className="max-w-read text-lg">
        {data.secret}
      </p>
      <ul className="mt-4 grid">
        {data.facts.map((fact) => (
          <Fact key={fact.id} fact={fact} behind={data} />
        ))}
      </ul>
    </Folded>
  )
}

function Fact({ fact, behind }: { fact: HiddenFact; behind: BehindData }) {
  const { t } = useTranslation()
  const partner = behind.partner_name
  return (
    <li
      className="grid gap-x-6 gap-y-2 border-t border-line py-5 md:grid-cols-[314px_1fr]"
      data-testid={`fact-${fact.id}`}
    >
      <p {...useSpoken()} className="font-semibold">
        {fact.fact}
      </p>
      <div className="grid max-w-read content-start justify-items-start gap-2">
        <p>{t(`behind.state.${fact.state}`, { partner })}</p>
        {fact.earned && (
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
            {t('behind.earned_here')}
            <PlayPart startMs={fact.earned.start_ms} endMs={fact.earned.end_ms} about={t('behind.earned_here')} />
          </p>
        )}
        {fact.told && (
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
            {t('behind.told_here', { partner })}
            <PlayPart startMs={fact.told.start_ms} endMs={fact.told.end_ms} about={fact.fact} />
          </p>
        )}
        {fact.state === 'hidden' && fact.conditions.length > 0 && <Opening fact={fact} behind={behind} />}
      </div>
    </li>
  )
}

/** What would have opened it, in plain words, and how much of that was there at the best moment. */
function Opening({ fact, behind }: { fact: HiddenFact; behind: BehindData }) {
  const { t } = useTranslation()
  return (
    <>
      <p className="text-sm text-muted">{t('behind.opens')}</p>
      <ul className="grid gap-1.5">
        {fact.conditions.map((condition) => (
          <li key={condition.kind} className="flex gap-2.5">
            {condition.met ? (
              <Check aria-hidden="true" className="mt-1 size-4 shrink-0" />
            ) : (
              <Minus aria-hidden="true" className="mt-1 size-4 shrink-0 text-muted" />
            )}
            <span>
              <Opener condition={condition} behind={behind} />{' '}
              <span className="text-sm text-muted">({condition.met ? t('behind.met') : t('behind.missing')})</span>
            </span>
          </li>
        ))}
      </ul>
      {fact.conditions.every(({ met }) => met) && <p>{t('behind.at_a_time')}</p>}
      {fact.closest && (
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {t('behind.closest')}
          <PlayPart startMs={fact.closest.start_ms} endMs={fact.closest.end_ms} about={t('behind.closest')} />
        </p>
      )}
    </>
  )
}

function Opener({ condition, behind }: { condition: Condition; behind: BehindData }) {
  const { t } = useTranslation()
  const list = useList(condition, behind)
  return t(`behind.opener.${condition.kind}`, { list, partner: behind.partner_name, count: condition.turns ?? 0 })
}

/** The names that a condition speaks of, joined as its sentence wants them. */
function useList({ kind, behaviours, words, facts }: Condition, behind: BehindData): string {
  const { i18n } = useTranslation()
  const named = useNamedText()
  const names = [
    ...behaviours.map((id) => lowered(named(`behaviour.${id}`) || humanise(id))),
    ...words.map((word) => `“${word}”`),
    ...facts.map((id) => `“${behind.facts.find((fact) => fact.id === id)?.fact ?? id}”`),
  ]
  const type = kind === 'now' || kind === 'words' ? 'disjunction' : 'conjunction'
  return new Intl.ListFormat(i18n.language, { type }).format(names)
}

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
