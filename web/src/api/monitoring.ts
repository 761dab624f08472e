import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import { sessionQuery } from '@/api/sessions'
import type { Audit, RunningTalks, Stopped } from '@/api/types'

const LOOK_AGAIN_MS = 3000
const path = (id: string) => `/api/monitor/sessions/${encodeURIComponent(id)}`

export const listenUrl = (id: string) => `${location.origin.replace(/^http/, 'ws')}${path(id)}/audio`

export const runningQuery = queryOptions({
  queryKey: ['monitor'],
  staleTime: 0,
  refetchInterval: LOOK_AGAIN_MS,
  queryFn: ({ signal }) => request<RunningTalks>('/api/monitor/sessions', { signal }),
})

/** The talks that go on and may be followed, looked for again and again. */
export const useRunning = () => useQuery(runningQuery)

export const useWhisper = (id: string) =>
  useMutation({
    mutationFn: (text: string) => request<void>(`${path(id)}/hint`, { method: 'POST', body: { text } }),
  })

/** Ends a talk of somebody else. */
export function useEndTalk(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request<Stopped>(`${path(id)}/end`, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: runningQuery.queryKey }),
  })
}

/** The learner's consent to one talk, or its end. */
export function useLetFollow(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (granted: boolean) =>
      request<Audit>(`/api/sessions/${encodeURIComponent(id)}/monitoring`, { method: 'PUT', body: { granted } }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery(id).queryKey, exact: true }),
  })
}

/** Who followed a talk, and what they did. */
export const useAudit = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['sessions', id, 'monitoring'],
    staleTime: 0,
    enabled,
    queryFn: ({ signal }) => request<Audit>(`/api/sessions/${encodeURIComponent(id)}/monitoring`, { signal }),
  })
