import { queryOptions, useQuery } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { Report, Session } from '@/api/types'

/** Asking twice gives the same stored report, so asking is safe to repeat. */
export const reportQuery = (session: Pick<Session, 'id' | 'scenario_id' | 'duration_ms'>) =>
  queryOptions({
    queryKey: ['report', session.id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      request<Report>('/api/feedback/analyze', {
        method: 'POST',
        signal,
        body: {
          session_id: session.id,
          ...(session.scenario_id ? { scenario_id: session.scenario_id } : {}),
          duration_seconds: Math.round((session.duration_ms ?? 0) / 1000),
        },
      }),
  })

export const useReport = (session: Pick<Session, 'id' | 'scenario_id' | 'duration_ms'>) =>
  useQuery(reportQuery(session))
