import { expect, test } from 'vitest'
import { base64ToBytes, base64ToPcm16, bytesToBase64, pcm16ToBase64 } from '../../src/audio/base64.ts'
import { floatToPcm16, pcm16ToFloat, rms, samplesToMs } from '../../src/audio/pcm.ts'

test('every 16-bit sample survives the way to float and back', () => {
  const all = Int16Array.from({ length: 65536 }, (_, i) => i - 32768)
  expect(floatToPcm16(pcm16ToFloat(all))).toEqual(all)
})

test('samples out of range are clipped and what is no number is silence', () => {
  expect([...floatToPcm16(Float32Array.of(2, -2, 1, Number.NaN, 0))]).toEqual([32767, -32768, 32767, 0, 0])
})

test('the level of a full-scale square is 1, of nothing 0', () => {
  expect(rms(Int16Array.of(-32768, -32768))).toBe(1)
  expect(rms(new Int16Array())).toBe(0)
  expect(samplesToMs(480)).toBe(20)
})

test('base64 is that of the platform, for every length and for large data', () => {
  for (const length of [0, 1, 2, 3, 100_003]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31) % 256)
    expect(bytesToBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    expect(base64ToBytes(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
  }
})

test('samples travel little-endian', () => {
  expect(Buffer.from(pcm16ToBase64(Int16Array.of(1, -2)), 'base64')).toEqual(Buffer.from([1, 0, 254, 255]))
  expect([...(base64ToPcm16('AQD+/w==') ?? [])]).toEqual([1, -2])
})

test('a part of a larger buffer is sent alone', () => {
  const part = Int16Array.of(9, 1, 2, 9).subarray(1, 3)
  expect([...(base64ToPcm16(pcm16ToBase64(part)) ?? [])]).toEqual([1, 2])
})

test('what is no base64, or ends in half a sample, is no audio', () => {
  expect(base64ToPcm16('%%%')).toBeNull()
  expect(base64ToPcm16('AQ==')).toBeNull()
})
