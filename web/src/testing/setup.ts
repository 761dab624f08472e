import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { reachable } from '@/api/reachable'
import { signedOut } from '@/api/signed-out'
import { startI18n } from '@/i18n'

/** jsdom lays nothing out: every element is 600 px wide here. */
class StillResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver = StillResizeObserver
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 600 })
globalThis.matchMedia ??= (query) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList
globalThis.scrollTo = () => {}

// On a busy machine the first page of a file takes longer than the second that is usual.
configure({ asyncUtilTimeout: 10_000 })
await startI18n()
afterEach(() => {
  cleanup()
  localStorage.clear()
  reachable.set(true)
  signedOut.set(false)
})
