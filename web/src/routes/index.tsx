import { createFileRoute, Link } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery, useMayAuthor } from '@/api/authoring'
import { configQuery, useConfig } from '@/api/config'
import { scenariosQuery, useScenarios } from '@/api/scenarios'
import { historyQuery, may, useHistory } from '@/api/sessions'
import { buttonClass } from '@/components/button'
import { Card, cardClass } from '@/components/card'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { BasicEars } from '@/features/home/basic-ears'
import { BetterEars, useEarsOffer } from '@/features/home/better-ears'
import { gentlest } from '@/features/home/filter'
import { LastPractice } from '@/features/home/last-practice'
import { ScenarioList } from '@/features/home/scenario-list'
import { PulseReminder, useReminder } from '@/features/pulse/reminder'

export const Route = createFileRoute('/')({
  component: Home,
  staticData: { menu: { text: 'nav.practise', order: 1 } },
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(scenariosQuery)
    void queryClient.prefetchQuery(configQuery)
    void queryClient.prefetchQuery(meQuery)
    void queryClient.prefetchInfiniteQuery(historyQuery('own'))
  },
})

function Home() {
  const { t } = useTranslation()
  const scenarios = useScenarios()
  const config = useConfig()
  const mayAuthor = useMayAuthor()
  const ears = useEarsOffer()
  const placed = usePlaced(ears.isLoading)
  // It is long: made in short steps, the rest of the page answers meanwhile.
  const list = useDeferredValue(placed ? scenarios.data : undefined)
  return (
    <Shell title={t('nav.practise')}>
      {/* As tall as a page until the list is there, so that the footer does not jump. */}
      <div className={list || scenarios.isError ? '' : 'min-h-dvh'}>
        <h1>{t('home.title')}</h1>
        <div className="mt-6">
          <Before />
        </div>
        {ears.offer && <BetterEars offer={ears.offer} />}
        <PulseReminder />
        {list && <ScenarioList scenarios={list} />}
        {list && mayAuthor && (
          <Link to="/author" className="linked mt-4 inline-flex min-h-11 items-center">
            {t('author.from_home')}
          </Link>
        )}
        {!list && !scenarios.isError && <ListSkeleton placed={placed} />}
        {scenarios.isError && (
          <div className="mt-12">
            <Problem error={scenarios.error} what={t('home.failed')} retry={() => void scenarios.refetch()} />
          </div>
        )}
        {(list || scenarios.isError) && config.data?.provider.basic_ears && <BasicEars />}
      </div>
    </Shell>
  )
}

/** Whether all that stands above the list has its height, so that the list does not jump. */
function usePlaced(earsAreLoading: boolean): boolean {
  const history = useHistory()
  const reminder = useReminder()
  return !history.isPending && !reminder.isPending && !earsAreLoading
}

/** The last practice, or what this is for on the first visit. */
function Before() {
  const { t } = useTranslation()
  const history = useHistory()
  const scenarios = useScenarios()
  if (history.isPending) return <div className="skeleton h-[184px] rounded-card opacity-40" />
  if (history.isError)
    return <Problem error={history.error} what={t('home.last_failed')} retry={() => void history.refetch()} />
  const sessions = history.data.pages.flatMap((page) => page.items).filter((session) => may(session, 'talk'))
  const last = sessions.find((session) => session.turn_count > 0) ?? sessions[0]
  if (last)
    return (
      <>
        <LastPractice session={last} />
        <Link to="/progress" className={buttonClass('quiet', '-ml-4.5 mt-1')}>
          {t('home.progress')}
        </Link>
      </>
    )
  const first = gentlest(scenarios.data ?? [])
  return (
    <Card aria-label={t('home.welcome_label')}>
      <p className="max-w-[52ch] text-lg">{t('home.welcome')}</p>
      {first && (
        <Link to="/practice/$id" params={{ id: first.id }} className={buttonClass('primary', 'mt-5')}>
          {t('home.try')}
        </Link>
      )}
    </Card>
  )
}

function ListSkeleton({ placed }: { placed: boolean }) {
  const { t } = useTranslation()
  return (
    <div className="mt-12">
      {placed && <h2>{t('home.conversations')}</h2>}
      <Slow quiet what={t('home.loading')} />
      {placed && (
        <div aria-hidden="true" className="mt-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
            <div key={key} className={`${cardClass} grid min-h-[168px] content-start gap-3`}>
              <div className="skeleton h-5 w-3/5" />
              <div className="skeleton h-4 w-full" />
              <div className="skeleton h-4 w-4/5" />
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
