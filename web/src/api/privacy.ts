import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import { configQuery } from '@/api/config'
import type { Consents, ConsentsGiven, Privacy, Sharing } from '@/api/types'

export const EXPORT_URL = '/api/me/export'

const privacyQuery = queryOptions({
  queryKey: ['privacy'],
  staleTime: 0,
  queryFn: ({ signal }) => request<Privacy>('/api/privacy', { signal }),
})

const consentsQuery = queryOptions({
  queryKey: ['consents'],
  staleTime: 0,
  queryFn: ({ signal }) => request<ConsentsGiven>('/api/consents', { signal }),
})

/** What is kept, for how long, and where it goes. */
export const usePrivacy = (enabled = true) => useQuery({ ...privacyQuery, enabled })
/** The questions as they are asked now, with one's answers. */
export const useConsentsGiven = () => useQuery(consentsQuery)

export function useAnswer() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (answer: Partial<Record<keyof Consents, boolean>>) =>
      request<Consents>('/api/consents', { method: 'PUT', body: answer }),
    onSuccess: () =>
      Promise.all(
        [consentsQuery, configQuery].map(({ queryKey }) => client.invalidateQueries({ queryKey: [...queryKey] })),
      ),
  })
}

export interface Erasure {
  what: 'talks' | 'account'
  confirm: 'delete'
  password?: string
}

export function useErase() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wanted: Erasure) =>
      request<{ talks: number }>('/api/me/erasure', { method: 'POST', body: { ...wanted } }),
    onSuccess: (_, { what }) => (what === 'talks' ? client.invalidateQueries() : client.clear()),
  })
}

const sharingKey = (id: string) => ['sessions', id, 'sharing']
const sharingPath = (id: string) => `/api/sessions/${encodeURIComponent(id)}/sharing`

/** Who may read a talk beside its learner. */
export const useSharing = (id: string) =>
  useQuery({
    queryKey: sharingKey(id),
    staleTime: 0,
    queryFn: ({ signal }) => request<Sharing>(sharingPath(id), { signal }),
  })

export interface SharingChange {
  with: 'trainers'[]
  people: string[]
  recording: boolean
}

export function useShare(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wanted: SharingChange) => request<Sharing>(sharingPath(id), { method: 'PUT', body: { ...wanted } }),
    onSuccess: (sharing) => {
      client.setQueryData(sharingKey(id), sharing)
      return client.invalidateQueries({ queryKey: ['sessions', id], exact: true })
    },
  })
}
