/** What can be done with a report: correct what was heard, disagree, see what stood behind the talk. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import { transcriptQuery } from '@/api/sessions'
import type { Behind, Dialogues, Disagreement, DisagreementRequest, Disagreements, Reading, Turn } from '@/api/types'

const path = (id: string) => `/api/sessions/${encodeURIComponent(id)}`

export type DialogueKind = 'good' | 'poor'
export const dialogueUrl = (id: string, kind: DialogueKind) => `${path(id)}/dialogues/${kind}/audio`
export const exportUrl = (id: string) => `${path(id)}/export`

interface Correction {
  turnId: string
  /** null: the turn is again as it was heard. */
  text: string | null
}

/** Stores what was really said in a turn, and shows it. */
export function useCorrect(sessionId: string) {
  const client = useQueryClient()
  const key = transcriptQuery(sessionId).queryKey
  return useMutation({
    mutationFn: ({ turnId, text }: Correction) => {
      const place = `${path(sessionId)}/turns/${encodeURIComponent(turnId)}/correction`
      return text === null
        ? request<undefined>(place, { method: 'DELETE' })
        : request<Turn>(place, { method: 'PUT', body: { text } })
    },
    onSuccess: (stored, { turnId }) => {
      client.setQueryData(key, (turns) =>
        turns?.map((turn) => (turn.id === turnId ? (stored ?? { ...turn, corrected: null }) : turn)),
      )
      return client.invalidateQueries({ queryKey: behindKey(sessionId) })
    },
  })
}

const disagreementsQuery = (id: string) =>
  queryOptions({
    queryKey: ['disagreements', id],
    queryFn: ({ signal }) => request<Disagreements>(`${path(id)}/disagreements`, { signal }),
  })

/** Only the learner has any: for everybody else this is refused. */
export const useDisagreements = (id: string, enabled: boolean) => useQuery({ ...disagreementsQuery(id), enabled })

export function useDisagree(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: DisagreementRequest) =>
      request<Disagreement>(`${path(id)}/disagreements`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: disagreementsQuery(id).queryKey }),
  })
}

export function useAgreeAfterAll(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (disagreementId: string) =>
      request<undefined>(`${path(id)}/disagreements/${disagreementId}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: disagreementsQuery(id).queryKey }),
  })
}

const HOUR_MS = 3_600_000
const behindKey = (id: string) => ['sessions', id, 'behind']

export const useBehind = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: behindKey(id),
    staleTime: HOUR_MS,
    enabled,
    queryFn: ({ signal }) => request<Behind>(`${path(id)}/behind`, { signal }),
  })

export const useDialogues = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['sessions', id, 'dialogues'],
    staleTime: HOUR_MS,
    enabled,
    queryFn: ({ signal }) => request<Dialogues>(`${path(id)}/dialogues`, { signal }),
  })

/** Asking for the times has the dialogue read aloud on the server, so that it can be heard. */
export const useReading = (id: string, kind: DialogueKind, enabled: boolean) =>
  useQuery({
    queryKey: ['sessions', id, 'dialogues', kind],
    staleTime: HOUR_MS,
    retry: 0,
    enabled,
    queryFn: ({ signal }) => request<Reading>(`${path(id)}/dialogues/${kind}`, { signal }),
  })
