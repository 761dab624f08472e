// @vitest-environment node
import { expect, test } from 'vitest'
import { publicSurface } from '../../realtime/test/support/surface.ts'

test('exports what surface.txt records; a change on purpose is recorded with `vitest run surface -u`', async () => {
  const surface = publicSurface(new URL('../', import.meta.url))
  await expect(surface).toMatchFileSnapshot('../surface.txt')
}, 60_000)
