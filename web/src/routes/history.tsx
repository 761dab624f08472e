import { createFileRoute, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMayAuthor } from '@/api/authoring'
import { useHistory } from '@/api/sessions'
import type { Session } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { cardClass } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { FoundList } from '@/features/history/found-list'
import { SearchField } from '@/features/history/search-field'
import { SessionCard } from '@/features/history/session-card'

export const Route = createFileRoute('/history')({
  component: History,
  staticData: { menu: { text: 'nav.history', order: 3 } },
  validateSearch: (search): { q?: string } =>
    typeof search['q'] === 'string' && search['q'] !== '' ? { q: search['q'] } : {},
})

function History() {
  const { t } = useTranslation()
  const { q = '' } = Route.useSearch()
  const { data } = useHistory()
  const none = data?.pages[0]?.items.length === 0
  return (
    <Shell title={t('nav.history')}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <div>
          <h1>{t('history.title')}</h1>
          <ToMonitor />
        </div>
        {!(none && q === '') && <SearchField query={q} />}
      </div>
      <div className="mt-8">{q ? <FoundList query={q} /> : <Sessions />}</div>
      {!q && data && <SharedWithMe />}
    </Shell>
  )
}

/** For those who may follow the talks of others. */
function ToMonitor() {
  const { t } = useTranslation()
  return useMayAuthor() ? (
    <p className="mt-1">
      <Link to="/monitor" className="linked inline-flex min-h-11 items-center">
        {t('monitor.go')}
      </Link>
    </p>
  ) : null
}

function Sessions() {
  const { t } = useTranslation()
  const history = useHistory()
  if (history.isPending) return <Skeleton />
  if (history.isError && !history.data)
    return <Problem error={history.error} what={t('history.failed')} retry={() => void history.refetch()} />
  const sessions = history.data.pages.flatMap((page) => page.items)
  if (sessions.length === 0)
    return (
      <Notice
        title={t('history.empty')}
        actions={
          <Link to="/" className={buttonClass('primary')}>
            {t('history.choose')}
          </Link>
        }
      >
        {t('history.empty_text')}
      </Notice>
    )
  return <Cards history={history} sessions={sessions} />
}

/** What others let one read; nothing where nobody does. */
function SharedWithMe() {
  const { t } = useTranslation()
  const shared = useHistory('shared')
  const sessions = shared.data?.pages.flatMap((page) => page.items) ?? []
  if (sessions.length === 0 && !shared.isError) return null
  return (
    <section aria-labelledby="shared" className="mt-14">
      <h2 id="shared" className="mb-6">
        {t('history.shared')}
      </h2>
      {sessions.length > 0 ? (
        <Cards history={shared} sessions={sessions} />
      ) : (
        <Problem error={shared.error} what={t('history.failed')} retry={() => void shared.refetch()} />
      )}
    </section>
  )
}

function Cards({ history, sessions }: { history: ReturnType<typeof useHistory>; sessions: readonly Session[] }) {
  const { t } = useTranslation()
  return (
    <>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {sessions.map((session) => (
          <li key={session.id}>
            <SessionCard session={session} />
          </li>
        ))}
      </ul>
      <div className="mt-8 grid justify-items-center gap-4">
        {history.isFetchNextPageError && <Problem error={history.error} what={t('history.failed')} />}
        {history.hasNextPage && (
          <Button disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            {history.isFetchingNextPage ? t('history.loading') : t('history.more')}
          </Button>
        )}
      </div>
    </>
  )
}

function Skeleton() {
  const { t } = useTranslation()
  return (
    <>
      <Slow quiet what={t('history.loading')} />
      <div aria-hidden="true" className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {['a', 'b', 'c'].map((key) => (
          <div key={key} className={`${cardClass} grid content-start gap-3`}>
            <div className="skeleton h-16 w-full opacity-40" />
            <div className="skeleton h-5 w-3/5" />
            <div className="skeleton h-4 w-2/5" />
          </div>
        ))}
      </div>
    </>
  )
}
