/** Other people: who is here, in which team, and how they come in. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { request } from '@/api/client'
import type {
  MadeInvitation,
  OpenInvitation,
  PasswordLink,
  Person,
  PersonChange,
  PersonPage,
  Role,
  Team,
  TrainerKind,
} from '@/api/types'

const path = (id: string) => `/api/users/${encodeURIComponent(id)}`
const teamPath = (id: string) => `/api/teams/${encodeURIComponent(id)}`

export const peopleQuery = (words: string) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', words],
    staleTime: 0,
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        ...(words && { q: words }),
        ...(pageParam !== null && { cursor: pageParam }),
      })
      return request<PersonPage>(`/api/users?${query}`, { signal })
    },
    getNextPageParam: (page) => page.next_cursor,
  })

export const teamsQuery = queryOptions({
  queryKey: ['people', 'teams'],
  staleTime: 0,
  queryFn: ({ signal }) => request<{ items: Team[] }>('/api/teams', { signal }),
})

export const invitationsQuery = queryOptions({
  queryKey: ['people', 'invitations'],
  staleTime: 0,
  queryFn: ({ signal }) => request<{ items: OpenInvitation[] }>('/api/invitations', { signal }),
})

/** A change after which everything that is shown of people is asked for anew. */
function useChange<Given, Answer>(change: (given: Given) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: ['people'] }),
  })
}

export interface InvitationRequest {
  role: Role
  trainer_kind?: TrainerKind
  team_id?: string
  email?: string
}

export const useInvite = () =>
  useChange((body: InvitationRequest) => request<MadeInvitation>('/api/invitations', { method: 'POST', body }))
export const useWithdraw = () =>
  useChange((id: string) => request<void>(`/api/invitations/${encodeURIComponent(id)}`, { method: 'DELETE' }))

export const useChangePerson = (id: string) =>
  useChange((body: PersonChange) => request<Person>(path(id), { method: 'PATCH', body }))
export const useDeletePerson = (id: string) => useChange(() => request<void>(path(id), { method: 'DELETE' }))
export const useSignOutPerson = (id: string) =>
  useChange(() => request<void>(`${path(id)}/sign-out`, { method: 'POST' }))
export const usePasswordLink = (id: string) =>
  useChange(() => request<PasswordLink>(`${path(id)}/password-link`, { method: 'POST' }))

export const useMakeTeam = () =>
  useChange((name: string) => request<Team>('/api/teams', { method: 'POST', body: { name } }))
export const useRenameTeam = (id: string) =>
  useChange((name: string) => request<Team>(teamPath(id), { method: 'PATCH', body: { name } }))
export const useDeleteTeam = (id: string) => useChange(() => request<void>(teamPath(id), { method: 'DELETE' }))
