import { existsSync, globSync } from 'node:fs'
import { defineConfig, mergeConfig } from 'vitest/config'
import viteConfig from './vite.config.ts'

const packages = globSync('packages/*').filter((folder) => existsSync(`${folder}/package.json`))

/** One project for the app, one per package: a package may bring its own vitest.config.ts. */
export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      // All cores: otherwise one is left to a watcher, and of two that is half.
      maxWorkers: '100%',
      // They run beside the server's tests, which come first: slow is not broken.
      testTimeout: 100_000,
      hookTimeout: 100_000,
      // For the same reason as decision 9; the report names what needed it.
      retry: process.env['CI'] ? 1 : 0,
      projects: [
        {
          extends: true,
          test: {
            name: 'app',
            environment: 'jsdom',
            include: ['src/**/*.test.{ts,tsx}', 'dev/**/*.test.ts'],
            setupFiles: ['src/testing/setup.ts'],
            restoreMocks: true,
            unstubGlobals: true,
          },
        },
        ...packages.map((folder) =>
          existsSync(`${folder}/vitest.config.ts`)
            ? folder
            : {
                extends: true as const,
                test: {
                  name: folder.replace('packages/', ''),
                  environment: 'jsdom',
                  include: [`${folder}/**/*.test.{ts,tsx}`],
                },
              },
        ),
      ],
    },
  }),
)
