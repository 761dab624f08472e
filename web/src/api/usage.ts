/** What a talk will cost. */
import { useQuery } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { Estimate } from '@/api/types'

export const useEstimate = (scenarioId: string | null | undefined) =>
  useQuery({
    queryKey: ['usage', 'estimate', scenarioId ?? null],
    retry: 0,
    queryFn: ({ signal }) => {
      const query = scenarioId ? `?scenario_id=${encodeURIComponent(scenarioId)}` : ''
      return request<Estimate>(`/api/usage/estimate${query}`, { signal })
    },
  })
