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

// These tests have what processor time the server's leave: the first page of a file was seen to take more than ten seconds, not the usual one.
configure({ asyncUtilTimeout: 40_000 })
await startI18n()
afterEach(() => {
  cleanup()
  localStorage.clear()
  reachable.set(true)
  signedOut.set(false)
})
