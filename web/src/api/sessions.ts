import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import { request } from '@/api/client'
import type { FoundPage, Levels, Session, SessionPage, SessionRequest, Stopped, Turn, TurnPage } from '@/api/types'

/** Whole rows, of two and of three. */
const PAGE = 24
const path = (id: string) => `/api/sessions/${encodeURIComponent(id)}`

export const recordingUrl = (id: string) => `${path(id)}/recording`
export const transcriptUrl = (id: string, format: 'text' | 'vtt') => `${path(id)}/transcript?format=${format}`
export const eventsUrl = (id: string) => `${path(id)}/events`

/** Open sessions can still change; ended ones never do. */
export const isOver = (session: Pick<Session, 'state'>) => session.state === 'ended' || session.state === 'interrupted'

type Doable = Session['may'][number]
/** What the server lets its reader do with a talk; buttons for anything else are not shown. */
export const may = (session: Pick<Session, 'may'>, what: Doable) => session.may.includes(what)
/** There is a recording, and its reader may listen to it. */
export const isAudible = (session: Pick<Session, 'may' | 'recording' | 'expired_at'>) =>
  session.recording && session.expired_at['audio'] === undefined && may(session, 'hear')

/** Whose talks: one's own, or those that others share with one. */
export type Whose = 'own' | 'shared'

/** Fresh for as long as it takes from the page's loader, which asks, to the page. */
const HISTORY_FRESH_MS = 5000

export const historyQuery = (of: Whose) =>
  infiniteQueryOptions({
    queryKey: ['sessions', 'history', of],
    staleTime: HISTORY_FRESH_MS,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ limit: String(PAGE), of, ...(pageParam !== null && { cursor: pageParam }) })
      return request<SessionPage>(`/api/sessions?${asked}`, { signal })
    },
    getNextPageParam: (page) => page.next_cursor,
  })

export const sessionQuery = (id: string) =>
  queryOptions({
    queryKey: ['sessions', id],
    staleTime: 0,
    queryFn: ({ signal }) => request<Session>(path(id), { signal }),
  })

export const levelsQuery = (id: string, bins: number) =>
  queryOptions({
    queryKey: ['sessions', id, 'levels', bins],
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
    queryFn: ({ signal }) => request<Levels>(`${path(id)}/levels?bins=${bins}`, { signal }),
  })

export const transcriptQuery = (id: string) =>
  queryOptions({
    queryKey: ['sessions', id, 'transcript'],
    queryFn: ({ signal }) => wholeTranscript(id, signal),
  })

/** A talk is at most an hour: its pages are fetched one after the other and shown as one. */
async function wholeTranscript(id: string, signal: AbortSignal): Promise<Turn[]> {
  const turns: Turn[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''
    const page: TurnPage = await request<TurnPage>(`${path(id)}/transcript${query}`, { signal })
    turns.push(...page.items)
    cursor = page.next_cursor
  } while (cursor)
  return turns
}

export const useHistory = (of: Whose = 'own') => useInfiniteQuery(historyQuery(of))

/** One's own talks in which all of these words were said. While others are looked for, what was found stays. */
export const useFound = (query: string) =>
  useInfiniteQuery({
    queryKey: ['sessions', 'search', query],
    staleTime: 0,
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ q: query, ...(pageParam !== null && { cursor: pageParam }) })
      return request<FoundPage>(`/api/search?${asked}`, { signal })
    },
    getNextPageParam: (page) => page.next_cursor,
  })

const SOON_MS = 700

/** `ending`: it is known to end, so it is asked for until it has. */
export function useSession(id: string, ending = false) {
  const session = useQuery(sessionQuery(id))
  const waiting = ending && session.data !== undefined && !isOver(session.data)
  const { refetch } = session
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => void refetch(), SOON_MS)
    return () => clearInterval(timer)
  }, [waiting, refetch])
  return session
}

export const useTranscript = (id: string, enabled = true) => useQuery({ ...transcriptQuery(id), enabled })
export const useLevels = (id: string, bins: number, enabled = true) => useQuery({ ...levelsQuery(id, bins), enabled })

export function useStartSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: SessionRequest) => request<Session>('/api/sessions', { method: 'POST', body }),
    onSuccess: (session) => client.setQueryData(sessionQuery(session.id).queryKey, session),
  })
}

/** Ends a session from outside its call: its page is gone, or it never began. */
export function useStopSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => request<Stopped>(`/force-stop/${encodeURIComponent(id)}`, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  })
}

export function useDeleteSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => request<unknown>(path(id), { method: 'DELETE' }),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: ['sessions', id] })
      client.removeQueries({ queryKey: ['report', id] })
      return client.invalidateQueries({ queryKey: ['sessions', 'history'] })
    },
  })
}
