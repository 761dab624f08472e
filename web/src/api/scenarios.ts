import { queryOptions, useQuery } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { ScenarioDetails, ScenarioSummary, Session } from '@/api/types'

const MINUTES_10 = 600_000

export const scenariosQuery = queryOptions({
  queryKey: ['scenarios'],
  staleTime: MINUTES_10,
  queryFn: ({ signal }) => request<ScenarioSummary[]>('/api/scenarios', { signal }),
})

/** `version`: other than the one of now, such as a draft that is tried. */
export const scenarioQuery = (id: string, version?: number | null) =>
  queryOptions({
    queryKey: version ? ['scenarios', id, version] : ['scenarios', id],
    staleTime: MINUTES_10,
    queryFn: ({ signal }) =>
      request<ScenarioDetails>(`/api/scenarios/${encodeURIComponent(id)}${version ? `?version=${version}` : ''}`, {
        signal,
      }),
  })

export const useScenarios = () => useQuery(scenariosQuery)
export const useScenario = (id: string | null | undefined, version?: number | null) =>
  useQuery({ ...scenarioQuery(id ?? '', version), enabled: Boolean(id) })

/** The scenario as it was when this talk began with it. */
export function useScenarioOf(
  session: Pick<Session, 'scenario_id' | 'scenario_version'> | undefined,
  otherwise: string,
) {
  const id = session?.scenario_id ?? otherwise
  const now = useScenario(id)
  const changed = now.data && now.data.source !== 'shipped' && now.data.version !== session?.scenario_version
  const then = useScenario(changed ? id : null, session?.scenario_version)
  return changed ? then : now
}
