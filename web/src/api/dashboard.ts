/** What teams practise, in sums. */
import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { Stats } from '@/api/types'

/** `team`: null for one's own, and for admins all together; empty for people without a team. */
const statsUrl = (team: string | null, format: 'json' | 'csv') =>
  `/api/dashboard/stats?${new URLSearchParams({ ...(team !== null && { team_id: team || 'none' }), format })}`

export const statsCsv = (team: string | null) => statsUrl(team, 'csv')

export const statsQuery = (team: string | null) =>
  queryOptions({
    queryKey: ['dashboard', team],
    staleTime: 0,
    queryFn: ({ signal }) => request<Stats>(statsUrl(team, 'json'), { signal }),
  })
