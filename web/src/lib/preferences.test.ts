import { expect, test, vi } from 'vitest'
import { getPreferences, PATIENCE, setPreferences } from '@/lib/preferences'

test('a choice is kept beside the others', () => {
  setPreferences({ patienceMs: 2000 })
  setPreferences({ pushToTalk: true })
  expect(getPreferences()).toMatchObject({ patienceMs: 2000, pushToTalk: true, talkKey: 'Space' })
})

test('the same object is given until something changes, as React wants it', () => {
  expect(getPreferences()).toBe(getPreferences())
})

test('what another version stored badly does no harm', () => {
  localStorage.setItem('feedbackyes.preferences', '{broken')
  expect(getPreferences().patienceMs).toBe(1000)
})

test('a browser without storage keeps a choice for as long as the page', () => {
  const storage = vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError')
  })
  setPreferences({ stopKey: 'KeyX' })
  expect(getPreferences().stopKey).toBe('KeyX')
  storage.mockRestore()
})

test('the partner may be asked to wait from 0.3 to 6 seconds', () => {
  expect(PATIENCE).toMatchObject({ min: 300, max: 6000 })
  setPreferences({ patienceMs: PATIENCE.max })
  expect(getPreferences().patienceMs).toBe(6000)
})
