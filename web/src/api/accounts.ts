/** Who this is: signing in and out, invitations, and one's own account. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { meQuery } from '@/api/authoring'
import { request } from '@/api/client'
import { signedOut } from '@/api/signed-out'
import type { ApiToken, Auth, Invitation, Login, MadeToken, Me } from '@/api/types'

export const authQuery = queryOptions({
  queryKey: ['auth'],
  staleTime: 0,
  queryFn: ({ signal }) => request<Auth>('/api/auth', { signal }),
})

export const useAuth = () => useQuery(authQuery)
export const useMe = () => useQuery(meQuery)

/** This person signed in here, so there is somebody to sign out. */
export const hasAccount = (me: Pick<Me, 'sign_in'>) => me.sign_in === 'password' || me.sign_in === 'oidc'

export interface Credentials {
  email: string
  password: string
}

/** Where signing in with the identity provider begins; it comes back to `next`. */
export const oidcUrl = (next: string, invitation?: string) =>
  `/api/auth/oidc/login?${new URLSearchParams({ next, ...(invitation && { invitation }) })}`

/** From now on the pages are this person's. What another one's pages were told is forgotten. */
function useArrive() {
  const client = useQueryClient()
  return async (me: Me) => {
    const before = client.getQueryData(meQuery.queryKey)
    if (before?.id !== me.id) client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'auth' })
    client.setQueryData(meQuery.queryKey, me)
    signedOut.set(false)
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
  }
}

export function useSignIn() {
  const arrive = useArrive()
  return useMutation({
    mutationFn: (body: Credentials) => request<Me>('/api/auth/login', { method: 'POST', body }),
    onSuccess: arrive,
  })
}

export const useSignOut = () => useMutation({ mutationFn: () => request<void>('/api/auth/logout', { method: 'POST' }) })

const invitationPath = (token: string) => `/api/invitations/${encodeURIComponent(token)}`

export const useInvitation = (token: string) =>
  useQuery({
    queryKey: ['invitation', token],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => request<Invitation>(invitationPath(token), { signal }),
  })

export function useAcceptInvitation(token: string) {
  const arrive = useArrive()
  return useMutation({
    mutationFn: (body: Partial<Credentials & { name: string; take_over: boolean }>) =>
      request<Me>(`${invitationPath(token)}/accept`, { method: 'POST', body }),
    onSuccess: arrive,
  })
}

export function useRename() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => request<Me>('/api/me', { method: 'PATCH', body: { name } }),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  })
}

export const useChangePassword = () =>
  useMutation({
    mutationFn: (body: { current: string; new: string }) => request<void>('/api/me/password', { method: 'POST', body }),
  })

export const tokensQuery = queryOptions({
  queryKey: ['me', 'tokens'],
  staleTime: 0,
  queryFn: ({ signal }) => request<{ items: ApiToken[] }>('/api/me/tokens', { signal }),
})

export const loginsQuery = queryOptions({
  queryKey: ['me', 'logins'],
  staleTime: 0,
  queryFn: ({ signal }) => request<{ items: Login[] }>('/api/me/logins', { signal }),
})

function useForgetting<Given, Answer>(change: (given: Given) => Promise<Answer>, queryKey: readonly string[]) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey }) })
}

export const useMakeToken = () =>
  useForgetting(
    (label: string) => request<MadeToken>('/api/me/tokens', { method: 'POST', body: { label } }),
    tokensQuery.queryKey,
  )
export const useRevokeToken = () =>
  useForgetting(
    (id: string) => request<void>(`/api/me/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    tokensQuery.queryKey,
  )
export const useEndLogin = () =>
  useForgetting(
    (id: string) => request<void>(`/api/me/logins/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    loginsQuery.queryKey,
  )
