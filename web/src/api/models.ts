/** Models for better ears and voices: which are known, which are here, and how far each download is. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { Model, Models } from '@/api/types'

const PULLING_MS = 500
const LOOK_AGAIN_MS = 10_000
const path = (name: string) => `/api/models/${encodeURIComponent(name)}`

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  staleTime: 0,
  queryFn: ({ signal }) => request<Models>('/api/models', { signal }),
  // Somebody else may have asked for one.
  refetchInterval: ({ state }) => (state.data?.items.some(({ pull }) => pull) ? PULLING_MS : LOOK_AGAIN_MS),
})

function useChange<Answer>(change: () => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: modelsQuery.queryKey }),
  })
}

export const usePullModel = (name: string) => useChange(() => request<Model>(`${path(name)}/pull`, { method: 'POST' }))
export const useCancelPull = (name: string) =>
  useChange(() => request<void>(`${path(name)}/pull`, { method: 'DELETE' }))
export const useRemoveModel = (name: string) => useChange(() => request<void>(path(name), { method: 'DELETE' }))
