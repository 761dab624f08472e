import { screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { askEarly, firstLanguage, STORE } from '@/early'
import { getPreferences, setPreferences } from '@/lib/preferences'
import { config, scenario, scenarioDetails } from '@/testing/data'
import { renderApp } from '@/testing/render-app'
import { serve } from '@/testing/server'

const TEXTS = { de: ['/assets/de.js', '/assets/de-rest.js'], en: ['/assets/en.js', '/assets/en-rest.js'] } as const

afterEach(() => {
  history.replaceState(null, '', '/')
  forget()
  vi.restoreAllMocks()
})

function forget() {
  for (const link of document.head.querySelectorAll('link')) link.remove()
}

function askedFor(address: string): string[] {
  history.replaceState(null, '', address)
  askEarly(TEXTS, STORE, firstLanguage)
  return [...document.head.querySelectorAll('link')].map((link) => link.getAttribute('href') ?? '')
}

test.each([
  { address: '/', shown: 'Conversations', own: '/api/sessions?limit=24&of=own' },
  { address: '/practice/late-report', shown: 'The late report, with Marc', own: '/api/scenarios/late-report' },
])('what $address asks for early is what it asks for', async ({ address, shown, own }) => {
  const asked = serve({
    'GET /api/config': config(),
    'GET /api/scenarios': [scenario()],
    'GET /api/scenarios/late-report': scenarioDetails(),
    'GET /api/sessions': { items: [], next_cursor: null },
  })
  const early = askedFor(address)
  expect(early.filter((href) => href.startsWith('/assets/'))).toEqual(['/assets/en.js'])
  const answers = early.filter((href) => href.startsWith('/api/'))
  renderApp(address)
  await screen.findByRole('heading', { name: shown })
  const late = asked.map(({ path, query }) => (query.size ? `${path}?${query}` : path))
  expect(answers[0]).toBe(own)
  expect(answers).toContain('/api/config')
  expect(late).toEqual(expect.arrayContaining(answers))
})

test('another page, and a talk that goes on, ask for what all pages ask for', () => {
  const all = ['/assets/en.js', '/assets/en-rest.js', '/api/config', '/api/me']
  expect(askedFor('/practice/late-report?session=s1')).toEqual(all)
  forget()
  expect(askedFor('/history')).toEqual(all)
})

test('the language that was chosen is fetched, or else the first of the browser that we speak', () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['fi-FI', 'de-AT', 'en'])
  expect(askedFor('/history')[0]).toBe('/assets/de.js')
  forget()
  setPreferences({ language: 'en' })
  expect(getPreferences().language).toBe('en')
  expect(askedFor('/history')[0]).toBe('/assets/en.js')
})

test('storage that is forbidden, or holds what we did not write, is no obstacle', () => {
  localStorage.setItem(STORE, 'nonsense')
  expect(askedFor('/history')[0]).toBe('/assets/en.js')
  forget()
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('no', 'SecurityError')
  })
  expect(askedFor('/history')[0]).toBe('/assets/en.js')
})
