import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFound } from '@/api/sessions'
import type { Found } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { cardClass } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { moment } from '@/lib/format'
import { marked } from '@/lib/marked'
import { useTitle } from '@/lib/session-title'

/** The talks in which something was said, each with its sentence. */
export function FoundList({ query }: { query: string }) {
  const { t } = useTranslation()
  const found = useFound(query)
  if (found.isPending) return <Slow what={t('history.searching')} />
  if (!found.data)
    return <Problem error={found.error} what={t('history.search_failed')} retry={() => void found.refetch()} />
  const items = found.data.pages.flatMap((page) => page.items)
  const words = found.data.pages[0]?.words ?? []
  return (
    <div className={`max-w-read transition-opacity ${found.isPlaceholderData ? 'opacity-50' : ''}`}>
      {items.length === 0 && (
        <Notice
          role="status"
          title={t('history.found_nothing', { words: query })}
          actions={
            <Link to="/history" className={buttonClass()}>
              {t('history.search_clear')}
            </Link>
          }
        >
          {t('history.found_nothing_text')}
        </Notice>
      )}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {items.map((one) => (
          <li key={one.session.id}>
            <FoundCard found={one} words={words} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button className="mt-6" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('history.more')}
        </Button>
      )}
    </div>
  )
}

function FoundCard({ found, words }: { found: Found; words: readonly string[] }) {
  const { t, i18n } = useTranslation()
  const { session, speaker } = found
  const who = speaker === 'learner' ? t('session.you') : (session.partner_name ?? t('session.partner'))
  return (
    <Link
      to="/sessions/$id"
      params={{ id: session.id }}
      hash={`turn-${found.turn_id}`}
      className={`${cardClass} grid gap-1 text-inherit no-underline transition-colors hover:border-edge`}
    >
      <h2 className="text-[17px]">{useTitle(session.scenario_title, session.partner_name)}</h2>
      <p className="num text-sm text-muted">{moment(session.created_at, Date.now(), i18n.language)}</p>
      <p className="mt-2 wrap-anywhere">
        <span className={`font-semibold ${speaker === 'learner' ? 'text-you' : 'text-partner-ink'}`}>
          {t('history.found_said', { who })}
        </span>{' '}
        <span lang={session.language}>
          <Marked text={found.sentence} words={words} />
        </span>
      </p>
      {found.more > 0 && <p className="text-sm text-muted">{t('history.found_more', { count: found.more })}</p>}
    </Link>
  )
}

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return marked(text, words).map((part, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name than their place
      <mark key={place} className="rounded-sm bg-you-soft px-0.5 text-ink">
        {part}
      </mark>
    ) : (
      part
    ),
  )
}
