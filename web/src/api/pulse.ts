/** A team's pulse: what one is asked, what is told, and the waves in which teams are asked. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { Pulse, PulseAnswered, PulseNote, PulseTrends, PulseWave, PulseWaveRequest, PulseWaves } from '@/api/types'

const KEY = ['pulse'] as const

export const pulseQuery = (language: string) =>
  queryOptions({
    queryKey: [...KEY, language],
    staleTime: 60_000,
    queryFn: ({ signal }) => request<Pulse>(`/api/pulse?${new URLSearchParams({ language })}`, { signal }),
  })

/** `team`: null for one's own, and for admins all together. */
const asked = (team: string | null, more: Record<string, string>) =>
  new URLSearchParams({ ...(team !== null && { team_id: team || 'none' }), ...more })

export const trendsQuery = (team: string | null, language: string) =>
  queryOptions({
    queryKey: [...KEY, 'trends', team, language],
    staleTime: 0,
    queryFn: ({ signal }) => request<PulseTrends>(`/api/pulse/trends?${asked(team, { language })}`, { signal }),
  })

export const trendsCsv = (team: string | null) => `/api/pulse/trends?${asked(team, { format: 'csv' })}`

export const wavesQuery = queryOptions({
  queryKey: [...KEY, 'waves'],
  staleTime: 0,
  queryFn: ({ signal }) => request<PulseWaves>('/api/pulse/waves', { signal }),
})

export interface PulseAnswers {
  wave_id: string
  answers: Record<string, number>
  comment?: string
}

function useChange<Given, Answer>(change: (given: Given) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: KEY }) })
}

const wavePath = (id: string) => `/api/pulse/waves/${encodeURIComponent(id)}`

export const useAnswerPulse = () =>
  useChange((body: PulseAnswers) => request<PulseAnswered>('/api/pulse', { method: 'POST', body }))
export const useOpenWave = () =>
  useChange((body: PulseWaveRequest) => request<PulseWave>('/api/pulse/waves', { method: 'POST', body }))
export const useCloseWave = () =>
  useChange((id: string) => request<PulseWave>(`${wavePath(id)}/close`, { method: 'POST' }))
export const useCancelWave = () => useChange((id: string) => request<void>(wavePath(id), { method: 'DELETE' }))
export const useAddNote = () =>
  useChange((body: { team_id: string; text: string }) =>
    request<PulseNote>('/api/pulse/notes', { method: 'POST', body }),
  )
export const useRemoveNote = () =>
  useChange((id: string) => request<void>(`/api/pulse/notes/${encodeURIComponent(id)}`, { method: 'DELETE' }))
