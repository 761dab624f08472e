import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'realtime', environment: 'node', include: ['test/**/*.test.ts'], restoreMocks: true },
})
