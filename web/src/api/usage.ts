/** What a talk will cost, and what talks have cost. */
import { useQuery } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { Estimate, Usage } from '@/api/types'

export type UsageOf = 'own' | 'team' | 'all'
export type UsageBy = 'day' | 'model' | 'user' | 'team'

export const usageUrl = (of: UsageOf, by: UsageBy, format: 'json' | 'csv') =>
  `/api/usage?of=${of}&by=${by}&format=${format}`

/** This month's. */
export const useUsage = (of: UsageOf, by: UsageBy) =>
  useQuery({
    queryKey: ['usage', of, by],
    queryFn: ({ signal }) => request<Usage>(usageUrl(of, by, 'json'), { signal }),
  })

export const useEstimate = (scenarioId: string | null | undefined, provider: string) =>
  useQuery({
    queryKey: ['usage', 'estimate', scenarioId ?? null, provider],
    retry: 0,
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ provider, ...(scenarioId && { scenario_id: scenarioId }) })
      return request<Estimate>(`/api/usage/estimate?${query}`, { signal })
    },
  })
