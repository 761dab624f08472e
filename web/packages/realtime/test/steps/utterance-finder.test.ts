import { expect, test } from 'vitest'
import { type Found, UtteranceFinder } from '../../src/steps/utterance-finder.ts'
import { noise, voice } from '../support/steps-server.ts'

const PATIENCE_MS = 500
const named = (found: readonly Found[]) => found.map((one) => (one === 'began' ? one : 'ended'))

test('an utterance begins with voice, has what came just before, and ends with silence', () => {
  const finder = new UtteranceFinder(PATIENCE_MS)
  expect(finder.feed(noise(1000))).toEqual([])
  expect(finder.feed(voice(600))).toEqual(['began'])
  expect(finder.feed(noise(PATIENCE_MS - 40))).toEqual([])
  const [ended] = finder.feed(noise(1000))
  expect((ended?.length ?? 0) / 24).toBeGreaterThan(600 + PATIENCE_MS)
  expect((ended?.length ?? 0) / 24).toBeLessThan(600 + PATIENCE_MS + 500)
})

test('a pause that is shorter than the patience belongs to the utterance', () => {
  const finder = new UtteranceFinder(PATIENCE_MS)
  const found = [noise(500), voice(500), noise(400), voice(500), noise(600)].flatMap((pcm) => finder.feed(pcm))
  expect(named(found)).toEqual(['began', 'ended'])
})

test('a click and steady noise are no voice', () => {
  const finder = new UtteranceFinder(PATIENCE_MS)
  const hum = voice(5000, 0.02)
  expect([noise(500), voice(60), noise(500)].flatMap((pcm) => finder.feed(pcm))).toEqual([])
  const steady = new UtteranceFinder(PATIENCE_MS)
  steady.feed(noise(1000, 0.02))
  expect(steady.feed(hum)).toEqual([])
})

test('while the partner is heard it takes more to begin', () => {
  const finder = new UtteranceFinder(PATIENCE_MS)
  finder.feed(noise(1000, 0.01))
  finder.wary = true
  expect(finder.feed(voice(400, 0.05))).toEqual([])
  finder.feed(noise(500, 0.01))
  expect(finder.feed(voice(400, 0.3))).toEqual(['began'])
})

test('sound can be taken while it goes on, and none comes twice', () => {
  const finder = new UtteranceFinder(PATIENCE_MS)
  finder.feed(noise(400))
  finder.feed(voice(2000))
  expect(finder.waitingMs).toBeGreaterThan(1900)
  finder.take()
  expect(finder.waitingMs).toBe(0)
  finder.feed(voice(200))
  expect(finder.take().length / 24).toBe(200)
})

test('chunks of any size are the same to it', () => {
  const pcm = [...noise(500), ...voice(500), ...noise(700)]
  const finder = new UtteranceFinder(PATIENCE_MS)
  const found: Found[] = []
  for (let at = 0; at < pcm.length; at += 331) found.push(...finder.feed(Int16Array.from(pcm.slice(at, at + 331))))
  expect(named(found)).toEqual(['began', 'ended'])
})
