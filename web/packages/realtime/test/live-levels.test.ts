import { expect, test } from 'vitest'
import { LiveLevels } from '../src/live-levels.ts'

test('lanes go on where they were when the page is loaded anew', () => {
  let now = 0
  const before = new LiveLevels(() => now)
  before.start()
  for (now = 50; now <= 2000; now += 50) before.heardPartner(now <= 1000 ? 0.5 : 0)
  now = 2000
  const kept = before.keep(1_000_000)
  now = 70
  const after = new LiveLevels(() => now)
  after.start(kept, 1_003_000)
  expect(after.nowMs).toBe(5000)
  expect(after.partner.at(10)).toBeCloseTo(0.5)
  expect(after.partner.at(30)).toBe(0)
  now = 120
  after.heardPartner(0.25)
  expect(after.partner.at(100)).toBeCloseTo(0.25)
})

test('nothing is kept before the start', () => {
  expect(new LiveLevels().keep()).toBe(null)
})
