import { expect, test } from 'vitest'
import { BIN_MS, LevelTrack, levelToHeight } from '../../src/audio/levels.ts'

test('a chunk counts in the bins that it lay in', () => {
  const track = new LevelTrack()
  track.add(0.5, 75, 50)
  expect(track.at(0)).toBeCloseTo(0.5 * Math.sqrt(0.5))
  expect(track.at(1)).toBeCloseTo(0.5 * Math.sqrt(0.5))
  expect(track.at(2)).toBe(0)
})

test('chunks that fill a bin give its RMS', () => {
  const track = new LevelTrack()
  track.add(0.3, 25, 25)
  track.add(0.4, 50, 25)
  expect(track.at(0)).toBeCloseTo(Math.sqrt((0.09 + 0.16) / 2))
})

test('bins that nothing fell into are silent, also where old ones were', () => {
  const track = new LevelTrack(1000)
  track.add(0.5, BIN_MS, BIN_MS)
  track.add(0.5, 1500, BIN_MS)
  expect(track.at(29)).toBeCloseTo(0.5)
  for (let bin = 9; bin < 29; bin++) expect(track.at(bin)).toBe(0)
  expect(track.at(0)).toBe(0)
})

test('sound that comes late is put where it belongs, sound that is too old nowhere', () => {
  const track = new LevelTrack(1000)
  track.add(0, 5000, BIN_MS)
  track.add(0.5, 4900, BIN_MS)
  track.add(0.5, 3000, BIN_MS)
  expect(track.at(97)).toBeCloseTo(0.5)
  expect(Array.from({ length: 100 }, (_, bin) => track.at(bin)).filter((level) => level > 0)).toHaveLength(1)
})

test('heights follow decibels between a quiet room and a loud voice', () => {
  expect(levelToHeight(0)).toBe(0)
  expect(levelToHeight(0.001)).toBe(0)
  expect(levelToHeight(1)).toBe(1)
  expect(levelToHeight(10 ** (-33 / 20))).toBeCloseTo(0.5)
})
