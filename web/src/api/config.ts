import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { Config, Consents } from '@/api/types'

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: ({ signal }) => request<Config>('/api/config', { signal }),
})

export const useConfig = () => useQuery(configQuery)

/** Stores an answer; the answer counts from the moment that the server has it. */
export function useConsent() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (answer: Partial<Record<keyof Consents, boolean>>) =>
      request<Consents>('/api/consents', { method: 'PUT', body: answer }),
    onSuccess: (consents) =>
      client.setQueryData(configQuery.queryKey, (config) => (config ? { ...config, consents } : config)),
  })
}
