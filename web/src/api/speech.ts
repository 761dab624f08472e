import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { SpeechSettings } from '@/api/types'

const PATH = '/api/me/preferences'

export const speechQuery = queryOptions({
  queryKey: ['speech'],
  retry: false,
  queryFn: ({ signal }) => request<SpeechSettings>(PATH, { signal }),
})

/** Who this person talks to on the speech page, and in which voice and language. */
export const useSpeechSettings = () => useQuery(speechQuery)

export function useSaveSpeech() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (settings: SpeechSettings) => request<SpeechSettings>(PATH, { method: 'PUT', body: settings }),
    onSuccess: (_, settings) => client.setQueryData(speechQuery.queryKey, settings),
  })
}
