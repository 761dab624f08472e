import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import { sessionQuery } from '@/api/sessions'
import type { BeforeTake, HintGiven, Takes } from '@/api/types'

const path = (id: string) => `/api/sessions/${encodeURIComponent(id)}`

/** What was said before another take; it changes only when somebody corrects it. */
export const beforeQuery = (id: string) =>
  queryOptions({
    queryKey: ['sessions', id, 'before'],
    queryFn: ({ signal }) => request<BeforeTake>(`${path(id)}/before`, { signal }),
  })

export const takesQuery = (id: string) =>
  queryOptions({
    queryKey: ['sessions', id, 'takes'],
    staleTime: 0,
    queryFn: ({ signal }) => request<Takes>(`${path(id)}/takes`, { signal }),
  })

export const useBefore = (id: string, enabled = true) => useQuery({ ...beforeQuery(id), enabled })
export const useTakes = (id: string) => useQuery(takesQuery(id))

/** Asks for one hint in the middle of a talk. */
export function useAskHint(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request<HintGiven>(`${path(id)}/hint`, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery(id).queryKey, exact: true }),
  })
}
