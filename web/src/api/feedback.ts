import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request, Unreachable } from '@/api/client'
import type { Report, Running, Session } from '@/api/types'

type Talk = Pick<Session, 'id' | 'scenario_id' | 'duration_ms'>

/** How a report comes along. `away`: the server does not answer; what is done is kept there. */
export interface Making extends Running {
  away: boolean
}

const makingKey = (sessionId: string) => ['making', sessionId]

/** Asking twice gives the same stored report or joins the one that is being made, so asking is safe to repeat. */
export const reportQuery = (session: Talk) =>
  queryOptions({
    queryKey: ['report', session.id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal, client }) => told(client, session, { signal }),
  })

/** Has a stored report made anew: a language model may be there by now. */
export function useJudgeAnew(session: Talk) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => told(client, session, { force: true }),
    onSuccess: (report) => client.setQueryData(reportQuery(session).queryKey, report),
  })
}

export const useReport = (session: Talk) => useQuery(reportQuery(session))

/** What is known of a report while it is made; null otherwise. */
export const useMaking = (sessionId: string): Making | null =>
  useQuery<Making | null>({ queryKey: makingKey(sessionId), queryFn: () => null, enabled: false }).data ?? null

interface Asking {
  signal?: AbortSignal
  force?: boolean
}

/** The report, whose making can be watched meanwhile. */
async function told(client: QueryClient, session: Talk, asking: Asking): Promise<Report> {
  const key = makingKey(session.id)
  try {
    return await made(session, asking, (making) => client.setQueryData<Making>(key, making))
  } finally {
    client.removeQueries({ queryKey: key })
  }
}

async function made(session: Talk, { signal, force }: Asking, tell: (making: Making) => void): Promise<Report> {
  const watched = signal ? { signal } : {}
  let answer: Report | Running = await request<Report | Running>('/api/feedback/analyze', {
    method: 'POST',
    ...watched,
    prefer: 'respond-async',
    body: {
      session_id: session.id,
      ...(session.scenario_id ? { scenario_id: session.scenario_id } : {}),
      duration_seconds: Math.round((session.duration_ms ?? 0) / 1000),
      ...(force ? { force } : {}),
    },
  })
  let away = false
  for (let waitMs = FIRST_WAIT_MS; answer.status === 'running'; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 1.5)) {
    tell({ ...answer, away })
    await pause(waitMs, signal)
    try {
      answer = await request<Report | Running>(`/api/feedback/${answer.id}`, watched)
      away = false
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      away = true
    }
  }
  return answer
}

const FIRST_WAIT_MS = 150
const LONGEST_WAIT_MS = 1500

const pause = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
