/** How the server is, and what goes on in it. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { request } from '@/api/client'
import type { AuditLog, ExistingTalks, Overview, ServerSettings, Stopped } from '@/api/types'

const LOOK_AGAIN_MS = 10_000
const GOING_ON_MS = 4000

export const overviewQuery = queryOptions({
  queryKey: ['admin', 'overview'],
  staleTime: 0,
  refetchInterval: LOOK_AGAIN_MS,
  queryFn: ({ signal }) => request<Overview>('/api/admin/overview', { signal }),
})

export type TalkState = 'all' | 'open'

export const talksQuery = (state: TalkState) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'talks', state],
    staleTime: 0,
    refetchInterval: GOING_ON_MS,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ state, ...(pageParam !== null && { cursor: pageParam }) })
      return request<ExistingTalks>(`/api/admin/talks?${query}`, { signal })
    },
    getNextPageParam: (page) => page.next_cursor,
  })

export const settingsQuery = queryOptions({
  queryKey: ['admin', 'settings'],
  queryFn: ({ signal }) => request<ServerSettings>('/api/admin/settings', { signal }),
})

export interface AuditFilter {
  action: string
  actor: string
}

export const auditQuery = ({ action, actor }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'audit', action, actor],
    staleTime: 0,
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        ...(action && { action }),
        ...(actor && { actor }),
        ...(pageParam !== null && { cursor: pageParam }),
      })
      return request<AuditLog>(`/api/audit?${query}`, { signal })
    },
    getNextPageParam: (page) => page.next_cursor,
  })

function useOnTalk<Answer>(change: () => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: ['admin'] }),
  })
}

export const useForceStop = (id: string) =>
  useOnTalk(() => request<Stopped>(`/force-stop/${encodeURIComponent(id)}`, { method: 'POST' }))
export const useDeleteTalk = (id: string) =>
  useOnTalk(() => request<void>(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }))
