import { useQuery } from '@tanstack/react-query'
import { createFileRoute, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery, useMayAuthor } from '@/api/authoring'
import { scenariosQuery, useScenarios } from '@/api/scenarios'
import { buttonClass } from '@/components/button'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { Begin } from '@/features/author/begin'
import { FromNotes } from '@/features/author/from-notes'
import { WrittenList } from '@/features/author/list'

export const Route = createFileRoute('/author/')({
  component: Scenarios,
  loader: ({ context }) => void context.queryClient.prefetchQuery(scenariosQuery),
})

/** The scenarios that one has written, and the ways to begin another. */
function Scenarios() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const scenarios = useScenarios()
  const me = useQuery(meQuery)
  const may = useMayAuthor()
  const edit = (id: string) => void navigate({ to: '/author/$id', params: { id } })
  const mine = scenarios.data?.filter(({ source }) => source === 'mine') ?? []
  if (me.data?.role === 'learner') return <ForTrainers />
  return (
    <Shell title={t('author.yours')}>
      <h1>{t('author.yours')}</h1>
      <p className="mt-2 mb-8 max-w-read text-muted">{t('author.yours_text')}</p>
      {scenarios.isPending && <Slow what={t('author.loading')} />}
      {scenarios.isError && (
        <Problem error={scenarios.error} what={t('author.failed')} retry={() => void scenarios.refetch()} />
      )}
      {scenarios.data && (
        <>
          {may && (
            <div className="grid gap-4">
              <Begin scenarios={scenarios.data} onCreated={edit} />
              <FromNotes onCreated={edit} />
            </div>
          )}
          <section aria-labelledby="written" className="mt-10">
            <h2 id="written">{t('author.written')}</h2>
            <WrittenList scenarios={mine} />
          </section>
        </>
      )}
    </Shell>
  )
}

/** Learners practise what others have written. */
function ForTrainers() {
  const { t } = useTranslation()
  return (
    <Shell title={t('author.yours')}>
      <h1 className="mb-6">{t('author.yours')}</h1>
      <Notice
        title={t('author.for_trainers')}
        actions={
          <Link to="/" className={buttonClass('primary')}>
            {t('history.choose')}
          </Link>
        }
      >
        {t('author.for_trainers_text')}
      </Notice>
    </Shell>
  )
}
