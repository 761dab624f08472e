import { queryOptions, useQuery } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { ScenarioDetails, ScenarioSummary } from '@/api/types'

const MINUTES_10 = 600_000

export const scenariosQuery = queryOptions({
  queryKey: ['scenarios'],
  staleTime: MINUTES_10,
  queryFn: ({ signal }) => request<ScenarioSummary[]>('/api/scenarios', { signal }),
})

export const scenarioQuery = (id: string) =>
  queryOptions({
    queryKey: ['scenarios', id],
    staleTime: MINUTES_10,
    queryFn: ({ signal }) => request<ScenarioDetails>(`/api/scenarios/${encodeURIComponent(id)}`, { signal }),
  })

export const useScenarios = () => useQuery(scenariosQuery)
export const useScenario = (id: string | null | undefined) =>
  useQuery({ ...scenarioQuery(id ?? ''), enabled: Boolean(id) })
