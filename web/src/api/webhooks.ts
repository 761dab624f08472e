/** Where other systems are told of talks, and what became of each message. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '@/api/client'
import type { MadeWebhook, Webhook, WebhookDelivery, WebhookDeliveryPage, WebhookRequest, Webhooks } from '@/api/types'

const LOOK_AGAIN_MS = 10_000
const WAITING_MS = 2000
/** What is due within this is looked for until it has been tried. */
const SOON_MS = 60_000
const path = (id: string) => `/api/webhooks/${encodeURIComponent(id)}`

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  staleTime: 0,
  refetchInterval: LOOK_AGAIN_MS,
  queryFn: ({ signal }) => request<Webhooks>('/api/webhooks', { signal }),
})

const isSoon = ({ next_at: next }: WebhookDelivery) => next !== null && next - Date.now() < SOON_MS

export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    staleTime: 0,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '20', ...(pageParam !== null && { cursor: pageParam }) })
      return request<WebhookDeliveryPage>(`${path(id)}/deliveries?${query}`, { signal })
    },
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isSoon)) ? WAITING_MS : LOOK_AGAIN_MS,
  })

/** A change after which the endpoints, or everything that is shown of them, is asked for anew. */
function useChange<Given, Answer>(change: (given: Given) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  })
}

export const useAddWebhook = () =>
  useChange((body: WebhookRequest) => request<MadeWebhook>('/api/webhooks', { method: 'POST', body }))

export const useSwitchWebhook = (id: string) =>
  useChange((on: boolean) => request<Webhook>(`${path(id)}/enabled`, { method: on ? 'PUT' : 'DELETE' }))

export const useDeleteWebhook = (id: string) => useChange(() => request<void>(path(id), { method: 'DELETE' }))

export const useTestWebhook = (id: string) =>
  useChange(() => request<WebhookDelivery>(`${path(id)}/test`, { method: 'POST' }))

export const useSendAgain = (id: string) =>
  useChange((delivery: string) =>
    request<WebhookDelivery>(`${path(id)}/deliveries/${encodeURIComponent(delivery)}/again`, { method: 'POST' }),
  )
