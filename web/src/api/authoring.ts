import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { Authoring, Me } from '@/api/types'

interface Notes {
  text: string
  names: string[]
  keep: string[]
}

const path = (id: string) => `/api/scenarios/${encodeURIComponent(id)}`

export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => request<Me>('/api/me', { signal }),
})

/** Whether this person may write scenarios; false as long as nobody knows. */
export const useMayAuthor = () => {
  const { data } = useQuery(meQuery)
  return data !== undefined && data.role !== 'learner'
}

export const vocabularyQuery = queryOptions({
  queryKey: ['authoring', 'vocabulary'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => request<Authoring['Vocabulary']>('/api/scenarios/vocabulary', { signal }),
})

export const writtenQuery = (id: string) =>
  queryOptions({
    queryKey: ['authoring', id],
    staleTime: 0,
    queryFn: ({ signal }) => request<Authoring['Written']>(`${path(id)}/text`, { signal }),
  })

const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['authoring', id, 'versions'],
    staleTime: 0,
    queryFn: ({ signal }) => request<Authoring['ScenarioVersionBody'][]>(`${path(id)}/versions`, { signal }),
  })

const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ['authoring', 'check', text],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    queryFn: ({ signal }) =>
      request<Authoring['Check']>('/api/scenarios/check', { method: 'POST', body: { text }, signal }),
  })

export const fileUrl = (id: string) => `${path(id)}/file`

export const useVocabulary = () => useQuery(vocabularyQuery)
export const useWritten = (id: string) => useQuery(writtenQuery(id))
export const useVersions = (id: string, enabled: boolean) => useQuery({ ...versionsQuery(id), enabled })
/** What is wrong with a text. While a newer one is looked at, what was said of the last one stays. */
export const useCheck = (text: string) => useQuery({ ...checkQuery(text), placeholderData: (before) => before })

export const useSimulate = () =>
  useMutation({
    mutationFn: (text: string) =>
      request<Authoring['SimulationBody']>('/api/scenarios/simulate', { method: 'POST', body: { text } }),
  })

export const useKeepDraft = (id: string) =>
  useMutation({
    mutationFn: (text: string) => request<Authoring['Draft']>(`${path(id)}/drafts`, { method: 'POST', body: { text } }),
  })

/** Everything that lists or shows scenarios is asked for anew. */
function useForgetting() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['scenarios'] })
}

export function useCreateScenario() {
  const forget = useForgetting()
  return useMutation({
    mutationFn: (body: Authoring['NewScenario']) =>
      request<Authoring['Written']>('/api/scenarios', { method: 'POST', body }),
    onSuccess: forget,
  })
}

export const useRedactNotes = () =>
  useMutation({
    mutationFn: (body: Notes) =>
      request<Authoring['RedactedBody']>('/api/scenarios/notes/redact', { method: 'POST', body }),
  })

export function useDraftFromNotes() {
  const forget = useForgetting()
  return useMutation({
    mutationFn: (body: Notes) => request<Authoring['Written']>('/api/scenarios/notes', { method: 'POST', body }),
    onSuccess: forget,
  })
}

export function useSaveScenario(id: string) {
  const client = useQueryClient()
  const forget = useForgetting()
  return useMutation({
    mutationFn: (body: { text: string; base_version: number; note?: string | null }) =>
      request<Authoring['Written']>(path(id), { method: 'PUT', body }),
    onSuccess: (written) => {
      client.setQueryData(writtenQuery(id).queryKey, written)
      void client.invalidateQueries({ queryKey: versionsQuery(id).queryKey })
      return forget()
    },
  })
}

export function useRestoreVersion(id: string) {
  const client = useQueryClient()
  const forget = useForgetting()
  return useMutation({
    mutationFn: (version: number) =>
      request<Authoring['Written']>(`${path(id)}/versions/${version}/restore`, { method: 'POST' }),
    onSuccess: (written) => {
      client.setQueryData(writtenQuery(id).queryKey, written)
      void client.invalidateQueries({ queryKey: versionsQuery(id).queryKey })
      return forget()
    },
  })
}

export function useShareScenario(id: string) {
  const client = useQueryClient()
  const forget = useForgetting()
  return useMutation({
    mutationFn: (shared: boolean) =>
      request<{ shared: boolean }>(`${path(id)}/sharing`, { method: 'PUT', body: { shared } }),
    onSuccess: ({ shared }) => {
      client.setQueryData(writtenQuery(id).queryKey, (written) => (written ? { ...written, shared } : written))
      return forget()
    },
  })
}

export function useDeleteScenario(id: string) {
  const client = useQueryClient()
  const forget = useForgetting()
  return useMutation({
    mutationFn: () => request<unknown>(path(id), { method: 'DELETE' }),
    onSuccess: () => {
      client.removeQueries({ queryKey: ['authoring', id] })
      return forget()
    },
  })
}
