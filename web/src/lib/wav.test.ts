import { expect, test } from 'vitest'
import { wav } from '@/lib/wav'

test('samples become a mono PCM16 file of the right length', async () => {
  const view = new DataView(await wav([Int16Array.of(1, -2), Int16Array.of(3)], 24_000).arrayBuffer())
  const text = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)))
  expect([text(0), text(8), text(36)]).toEqual(['RIFF', 'WAVE', 'data'])
  expect(view.getUint32(4, true)).toBe(view.byteLength - 8)
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([1, 24_000, 16])
  expect(view.getUint32(40, true)).toBe(6)
  expect([44, 46, 48].map((at) => view.getInt16(at, true))).toEqual([1, -2, 3])
})
