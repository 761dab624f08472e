import { expect, test } from 'vitest'
import { CAPTURE, CHUNK_SAMPLES, PLAYBACK, workletSource } from '../../src/audio/worklet.ts'
import { loadWorklet } from '../support/worklet.ts'

const load = (sampleRate: number) => loadWorklet(workletSource(), sampleRate)

test('the capture worklet stands alone and gives 20 ms chunks at 24 kHz', () => {
  const { make, sent } = load(48000)
  const capture = make(CAPTURE)
  const input = new Float32Array(128).fill(0.25)
  for (let quantum = 0; quantum < 375; quantum++) expect(capture.process([[input]], [])).toBe(true)
  const chunks = sent.map((message) => message.pcm)
  expect(chunks).toHaveLength(49)
  expect(chunks.every((chunk) => chunk?.length === CHUNK_SAMPLES)).toBe(true)
  expect(chunks[10]?.[0]).toBe(8192)
})

test('drain delivers what has not filled a chunk and then answers', () => {
  const { make, sent } = load(24000)
  const capture = make(CAPTURE)
  capture.process([[new Float32Array(128)]], [])
  capture.port.onmessage({ data: { drain: 7 } })
  expect(sent[0]?.pcm?.length).toBe(128)
  expect(sent[1]).toEqual({ drained: 7 })
})

test('a microphone that is away gives nothing, and one that is stopped is let go', () => {
  const { make, sent } = load(24000)
  const capture = make(CAPTURE)
  expect(capture.process([[]], [])).toBe(true)
  capture.port.onmessage({ data: { stop: true } })
  expect(capture.process([[]], [])).toBe(false)
  expect(sent).toEqual([])
})

test('the playback worklet stands alone, plays on every channel and reports each 50 ms', () => {
  const { make, sent } = load(48000)
  const playback = make(PLAYBACK)
  playback.port.onmessage({ data: { push: 'a', pcm: new Int16Array(24000).fill(16384) } })
  const left = new Float32Array(128)
  const right = new Float32Array(128)
  for (let quantum = 0; quantum < 19; quantum++) playback.process([], [[left, right]])
  expect(right).toEqual(left)
  expect(left[64]).toBeCloseTo(0.5)
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ underruns: 0, positions: [{ item: 'a', played: (19 * 128) / 2, received: 24000 }] })
  expect(sent[0]?.level).toBeCloseTo(0.5, 1)
})

test('a flush is answered at once with the position', () => {
  const { make, sent } = load(48000)
  const playback = make(PLAYBACK)
  playback.port.onmessage({ data: { push: 'a', pcm: new Int16Array(24000).fill(16384) } })
  for (let quantum = 0; quantum < 8; quantum++) playback.process([], [[new Float32Array(128)]])
  playback.port.onmessage({ data: { flush: 3 } })
  expect(sent[0]).toMatchObject({ flushed: 3, positions: [{ item: 'a', played: (9 * 128) / 2 }] })
})

test('silence is told once and then no more', () => {
  const { make, sent } = load(48000)
  const playback = make(PLAYBACK)
  for (let quantum = 0; quantum < 400; quantum++) playback.process([], [[new Float32Array(128)]])
  expect(sent).toHaveLength(1)
})
