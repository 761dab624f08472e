import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { Goal, GoalRequest, Progress } from '@/api/types'

export const progressQuery = queryOptions({
  queryKey: ['progress'],
  staleTime: 0,
  queryFn: ({ signal }) => request<Progress>('/api/progress', { signal }),
})

export const useProgress = () => useQuery(progressQuery)

export function useSetGoal() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (goal: GoalRequest) => request<Goal>('/api/goals', { method: 'POST', body: goal }),
    onSuccess: () => client.invalidateQueries({ queryKey: progressQuery.queryKey }),
  })
}

export function useDropGoal() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => request<void>(`/api/goals/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: progressQuery.queryKey }),
  })
}
