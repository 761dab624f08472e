import { QueryClient } from '@tanstack/react-query'
import { ApiError, Unreachable } from '@/api/client'

const RETRIES = 2

/** The server may be this machine: being offline stops no request. A stopped server is asked again by itself. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        refetchInterval: (query) => (query.state.error instanceof Unreachable ? 3000 : false),
        retry: (count, error) => count < RETRIES && (!(error instanceof ApiError) || error.status >= 500),
        retryDelay: (count) => 300 * 2 ** count,
      },
      mutations: { networkMode: 'always' },
    },
  })
