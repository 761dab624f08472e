import { refusal, request } from '@/api/client'

/** Sends an SDP offer to the server's echo; its answer comes back. */
export async function sendSdp(offer: string, signal: AbortSignal): Promise<string> {
  const response = await fetch('/api/self-test/offer', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/sdp' },
    body: offer,
    signal,
  })
  if (!response.ok) throw await refusal(response)
  return response.text()
}

/** How long the server takes to say that it is there, in milliseconds. */
export async function roundTrip(signal: AbortSignal): Promise<number> {
  const began = performance.now()
  await request<unknown>('/health', { signal })
  return performance.now() - began
}
