import '@feedbackyes/react/styles.css'
import '@fontsource-variable/inter/wght.css'
import '@/styles/app.css'
import { Api, pieceStore, sendPieces } from '@feedbackyes/realtime'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRouter, RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from '@/api/query-client'
import { startI18n } from '@/i18n'
import type { MenuEntry } from '@/lib/menu'
import { routeTree } from '@/route-tree.gen'

const queryClient = createQueryClient()
const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingMs: 300,
})

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

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
// The code of the first page, and what it asks the server for, come while the texts do. It tells itself what failed.
router.load().catch(() => undefined)
await startI18n()
// A window that was closed in mid-call may have left a piece of its recording.
void sendPieces(new Api(), pieceStore()).catch(() => undefined)
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
