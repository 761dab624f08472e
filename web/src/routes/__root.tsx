import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet, useLocation, useMatches, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { meQuery } from '@/api/authoring'
import { configQuery } from '@/api/config'
import { useSignedOut } from '@/api/signed-out'
import { Crashed } from '@/components/crashed'
import { NotFound } from '@/components/not-found'
import { allTexts, withTexts } from '@/i18n'
import { AT_ONCE } from '@/lib/at-once'

const SignInAgain = lazy(async () => ({
  default: (await withTexts(import('@/components/sign-in-again'))).SignInAgain,
}))

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  beforeLoad: async ({ matches }) => {
    if (!matches.some(({ routeId }) => AT_ONCE.has(routeId))) await allTexts()
  },
  component: Root,
  notFoundComponent: () => <NotFound />,
  errorComponent: Crashed,
})

/** After a change of page the reading starts at the new page's beginning. */
function Root() {
  const path = useLocation({ select: (location) => location.pathname })
  const before = useRef(path)
  useEffect(() => {
    if (before.current !== path) document.getElementById('main')?.focus({ preventScroll: true })
    before.current = path
  }, [path])
  return <Known />
}

/** Who comes without being known is asked who they are; who was known is asked over the page that they work on. */
function Known() {
  const client = useQueryClient()
  const router = useRouter()
  const out = useSignedOut()
  const open = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.open) })
  const known = [meQuery.queryKey, configQuery.queryKey].some((key) => client.getQueryData(key) !== undefined)
  const stranger = out && !open && !known
  useEffect(() => {
    // Once, from where they were going: while the router changes pages, it is still the old one that is shown.
    const { href, pathname } = router.latestLocation
    if (stranger && pathname !== '/sign-in')
      void router.navigate({ to: '/sign-in', search: { next: href }, replace: true })
  }, [router, stranger])
  if (stranger) return null
  return (
    <>
      <Outlet />
      {out && !open && (
        <Suspense>
          <SignInAgain />
        </Suspense>
      )}
    </>
  )
}
