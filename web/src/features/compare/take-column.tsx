import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Said, Take } from '@/api/types'
import { buttonClass } from '@/components/button'
import { Card } from '@/components/card'
import { Dots } from '@/components/dots'
import { useSpoken } from '@/components/spoken'
import { moment } from '@/lib/format'
import { useShipped } from '@/lib/shipped'
import { Hear } from './hear'

interface TakeColumnProps {
  take: Take
  /** From 1. */
  number: number
  partner: string
  /** Who read the words. */
  judge: string
}

/** One take: what was said, how the partner took it, and what of the criteria is in it. */
export function TakeColumn({ take, number, partner, judge }: TakeColumnProps) {
  const { t, i18n } = useTranslation()
  const named = useShipped()
  const heading = `take-${take.session_id}-${number}`
  return (
    <Card aria-labelledby={heading} className="flex flex-col gap-6" data-testid="take">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id={heading} className="text-base!">
          {t('compare.take', { number })}
        </h2>
        <span className="num text-sm text-muted">{moment(take.created_at, Date.now(), i18n.language)}</span>
      </div>
      <Words who={t('session.you')} mine turns={take.said} />
      {take.reaction.length > 0 ? (
        <Words who={partner} turns={take.reaction} />
      ) : (
        <p className="text-muted">{t('compare.no_reaction', { partner })}</p>
      )}
      {take.elements.length > 0 && (
        <div className="grid gap-1">
          <p className="text-sm text-muted">{t('compare.levels', { judge: named(judge) })}</p>
          <ul>
            {take.elements.map((element) => (
              <li key={element.id} className="flex items-baseline justify-between gap-4 border-t border-line py-2">
                <span>{named(element.title)}</span>
                {element.state === 'scored' && element.level !== null ? (
                  <Dots level={element.level} />
                ) : (
                  <span className="text-sm text-muted">
                    {t(element.state === 'unsure' ? 'report.unsure' : 'report.not_applicable')}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Link to="/sessions/$id" params={{ id: take.session_id }} className={buttonClass('plain', 'mt-auto self-start')}>
        {t('compare.whole')}
      </Link>
    </Card>
  )
}

function Words({ who, mine = false, turns }: { who: string; mine?: boolean; turns: readonly Said[] }) {
  const { t } = useTranslation()
  return (
    <div className="grid gap-1.5">
      <p className={`text-sm font-semibold ${mine ? 'text-you' : 'text-partner-ink'}`}>{who}</p>
      <blockquote
        {...useSpoken()}
        className={`border-l-[3px] pl-3.5 text-lg ${mine ? 'border-you' : 'border-partner'}`}
      >
        {turns.map(({ text }) => text).join(' ')}
        {!mine && turns.at(-1)?.interrupted && <span className="text-muted">{t('doubt.cut')}</span>}
      </blockquote>
      <Hear turns={turns} />
    </div>
  )
}
