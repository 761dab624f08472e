import { useQueryClient } from '@tanstack/react-query'
import { createFileRoute, lazyRouteComponent, Navigate, useNavigate } from '@tanstack/react-router'
import { Suspense, useCallback, useDeferredValue, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { configQuery, useConfig } from '@/api/config'
import { scenarioQuery, useScenario, useScenarioOf } from '@/api/scenarios'
import { isOver, useSession } from '@/api/sessions'
import { EditScenario } from '@/components/edit-scenario'
import { NotFound } from '@/components/not-found'
import { Problem } from '@/components/problem'
import { SessionSkeleton } from '@/components/session-skeleton'
import { Shell } from '@/components/shell'
import { Before } from '@/features/prepare/before'
import { withTexts } from '@/i18n'
import { servedBy } from '@/lib/voice-service'

const Talk = lazyRouteComponent(() => withTexts(import('@/features/talk/talk')), 'Talk')
const SessionPage = lazyRouteComponent(() => withTexts(import('./-session-page')), 'SessionPage')
const FETCH_NEXT_MS = 2000

/**
 * `session`: the talk that was begun here, so that loading the page again comes back into it. `version`: a draft of the
 * scenario that its author tries.
 */
export const Route = createFileRoute('/practice/$id')({
  component: Practice,
  validateSearch: (search): { session?: string; version?: number } => ({
    ...(typeof search['session'] === 'string' ? { session: search['session'] } : {}),
    ...(typeof search['version'] === 'number' ? { version: search['version'] } : {}),
  }),
  loader: ({ context: { queryClient }, params }) => {
    void queryClient.prefetchQuery(scenarioQuery(params.id))
    void queryClient.prefetchQuery(configQuery)
  },
})

/** Before, then the talk, then its report: one address for all of it. */
function Practice() {
  const { id } = Route.useParams()
  const { session, version } = Route.useSearch()
  if (session)
    return (
      <Suspense fallback={<Waiting />}>
        <InSession key={session} scenarioId={id} sessionId={session} />
      </Suspense>
    )
  return <Prepare key={`${id} ${version}`} id={id} version={version} />
}

function Prepare({ id, version }: { id: string; version: number | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const scenario = useScenario(id, version)
  // It is long: made in short steps, the rest of the page answers meanwhile.
  const brief = useDeferredValue(scenario.data)
  useFetchedSoon(Talk)
  if (scenario.error instanceof ApiError && scenario.error.status === 404)
    return <NotFound title={t('before.gone')} text={t('before.gone_text')} />
  return (
    <Shell title={scenario.data?.title ?? t('nav.practise')}>
      {!brief && !scenario.isError && <SessionSkeleton />}
      {scenario.isError && (
        <Problem error={scenario.error} what={t('before.not_loaded')} retry={() => void scenario.refetch()} />
      )}
      <EditScenario id={id} />
      {brief && (
        <Before
          scenario={brief}
          version={version}
          onStarted={(session) =>
            void navigate({ to: '/practice/$id', params: { id }, search: { session: session.id } })
          }
        />
      )}
    </Shell>
  )
}

function InSession({ scenarioId, sessionId }: { scenarioId: string; sessionId: string }) {
  const client = useQueryClient()
  const [ending, setEnding] = useState(false)
  const session = useSession(sessionId, ending)
  const scenario = useScenarioOf(session.data, scenarioId)
  const config = useConfig()
  useFetchedSoon(SessionPage)
  const end = useCallback(() => {
    setEnding(true)
    void client.invalidateQueries({ queryKey: ['sessions'] })
  }, [client])
  const open = session.data && !isOver(session.data)
  const over = ending && session.data !== undefined && !open
  // The button that had the focus is gone with the talk; from here the report is read, not the whole page's menu.
  useEffect(() => {
    if (over) document.getElementById('main')?.focus({ preventScroll: true })
  }, [over])
  if (open && (scenario.isPending || config.isPending)) return <Waiting />
  if (over && session.data?.retry_of) return <Navigate to="/compare/$id" params={{ id: sessionId }} replace />
  if (!open || !scenario.data || !config.data) return <SessionPage id={sessionId} />
  return (
    <Talk
      session={session.data}
      scenario={scenario.data}
      config={servedBy(config.data, session.data.provider)}
      onOver={end}
    />
  )
}

/** The code of what comes next is there when it is needed, and not in the way of what is here. */
function useFetchedSoon(next: typeof Talk | typeof SessionPage) {
  useEffect(() => {
    const soon = setTimeout(() => void next.preload?.(), FETCH_NEXT_MS)
    return () => clearTimeout(soon)
  }, [next])
}

function Waiting() {
  const { t } = useTranslation()
  return (
    <Shell title={t('session.title')}>
      <SessionSkeleton />
    </Shell>
  )
}
