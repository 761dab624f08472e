import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { may } from '@/api/sessions'
import type { Session, Take, TakesOfMoment } from '@/api/types'
import { Button } from '@/components/button'
import { Tag } from '@/components/card'
import { RetryLink, RetryScope } from '@/components/retry-link'
import { useSpoken } from '@/components/spoken'
import { useShipped } from '@/lib/shipped'
import { changes } from './changes'
import { PlayersProvider } from './hear'
import { TakeColumn } from './take-column'

const NONE: readonly Take[] = []

interface CompareProps {
  moment: TakesOfMoment
  /** The take that one came from; the newest stands beside the first when it is that one itself. */
  session: Pick<Session, 'id' | 'may'>
  partner: string
}

/** The first take of a moment beside a later one. */
export function Compare({ moment, session, partner }: CompareProps) {
  const { t } = useTranslation()
  const { takes } = moment
  const spoken = useSpoken()
  const mine = takes.findIndex(({ session_id }, i) => i > 0 && session_id === session.id)
  const [chosen, setChosen] = useState(mine > 0 ? mine : takes.length - 1)
  const [before, after] = [takes[0], takes[chosen]]
  if (!before || !after) return null
  const [said] = before.said
  return (
    <PlayersProvider takes={may(session, 'hear') ? [before, after] : NONE}>
      {before.cue && (
        <p className="max-w-read text-lg">
          <span className="block text-sm font-semibold text-partner-ink">{t('compare.cue', { partner })}</span>
          <span {...spoken} className="text-muted">
            {before.cue.text}
          </span>
        </p>
      )}
      {takes.length > 2 && <Others takes={takes} chosen={chosen} onChoose={setChosen} />}
      <div className="mt-6 grid gap-4 md:grid-cols-2">
        <TakeColumn take={before} number={1} partner={partner} judge={moment.judge} />
        <TakeColumn take={after} number={chosen + 1} partner={partner} judge={moment.judge} />
      </div>
      <WhatChanged before={before} after={after} partner={partner} judge={moment.judge} />
      {said && (
        <RetryScope session={{ id: before.session_id, may: session.may }}>
          <RetryLink turnId={said.id} big />
        </RetryScope>
      )}
    </PlayersProvider>
  )
}

function Others({
  takes,
  chosen,
  onChoose,
}: {
  takes: readonly Take[]
  chosen: number
  onChoose: (i: number) => void
}) {
  const { t } = useTranslation()
  return (
    <fieldset className="mt-6 flex flex-wrap items-center gap-2">
      <legend className="float-left mr-3 text-sm text-muted">{t('compare.beside')}</legend>
      {takes.slice(1).map((take, i) => (
        <Button
          key={take.session_id}
          aria-pressed={chosen === i + 1}
          onClick={() => onChoose(i + 1)}
          className="aria-pressed:border-you aria-pressed:bg-you-soft"
        >
          {t('compare.take', { number: i + 2 })}
        </Button>
      ))}
    </fieldset>
  )
}

interface WhatChangedProps {
  before: Take
  after: Take
  partner: string
  judge: string
}

/** The difference in words. */
function WhatChanged({ before, after, partner, judge }: WhatChangedProps) {
  const { t } = useTranslation()
  const named = useShipped()
  const lines = changes(before, after)
  return (
    <section aria-labelledby="changed" className="my-10 max-w-read" data-testid="changed">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="changed">{t('compare.changed')}</h2>
        <Tag>{named(judge)}</Tag>
      </div>
      {lines.length > 0 ? (
        <ul className="mt-3 grid list-disc gap-2 pl-5 marker:text-muted">
          {lines.map(({ name, what, experimental }) => (
            <li key={name}>
              {t(`compare.${what}`, { did: t(`did.${name}`, { partner }) })}{' '}
              {experimental && <Tag>{t('report.experimental')}</Tag>}
            </li>
          ))}
        </ul>
      ) : (
        <p className="mt-3 text-muted">{t('compare.nothing_seen')}</p>
      )}
      {lines.some(({ experimental }) => experimental) && (
        <p className="mt-3 text-sm text-muted">{t('compare.experimental')}</p>
      )}
    </section>
  )
}
