import '@feedbackyes/react/styles.css'
import '@fontsource-variable/inter/wght.css'
import '@/styles/app.css'
import { Api, pieceStore, sendPieces } from '@feedbackyes/realtime'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRouter, RouterProvider } from '@tanstack/react-router'
import { StrictMode, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from '@/api/query-client'
import { allTexts, startI18n } from '@/i18n'
import type { MenuEntry } from '@/lib/menu'
import { routeTree } from '@/route-tree.gen'

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** Present: the page is in a menu. */
    menu?: MenuEntry
    /** For people whom the server does not know yet. */
    open?: boolean
  }
}

/** For which the first page has the line for itself. */
const FIRST_PAGE_MS = 2000
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
// Step by step, so that the browser can paint and answer in between. The texts come while the rest is made ready.
const texts = startI18n()
await nextTask()
const queryClient = createQueryClient()
const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingMs: 300,
})
await nextTask()
// What the first page asks the server for comes while the texts do. It tells itself what failed. Not waited for here: a page
// with a file of its own needs this one, and this one is ready when its last line is.
router.load().catch(() => undefined)
await texts
// A window that was closed in mid-call may have left a piece of its recording.
void sendPieces(new Api(), pieceStore()).catch(() => undefined)
// In a transition, so that the first page is made in short steps, between which the browser can paint and answer.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  ),
)

setTimeout(() => void allTexts().catch(() => undefined), FIRST_PAGE_MS)

function nextTask(): Promise<void> {
  return new Promise((go) => setTimeout(go))
}
