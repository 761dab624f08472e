import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import {
  firstAnswersWithThePage,
  firstLoadBudget,
  fontWithThePage,
  packed,
  stylesInThePage,
  swaggerAssets,
  textsInTwo,
} from './dev/build-plugins.ts'
import { AT_ONCE } from './src/lib/at-once.ts'

const SERVER = process.env['FEEDBACKYES_DEV_SERVER'] ?? 'http://127.0.0.1:8000'
const SERVER_PATHS = ['/api', '/health', '/ready', '/docs', '/openapi.json', '/force-stop', '/realtime', '/voice-agent']

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      codeSplittingOptions: { splitBehavior: ({ routeId }) => (AT_ONCE.has(routeId) ? [] : undefined) },
      routesDirectory: here('./src/routes'),
      generatedRouteTree: here('./src/route-tree.gen.ts'),
      routeFileIgnorePattern: '\\.test\\.',
      quoteStyle: 'single',
    }),
    react(),
    tailwindcss(),
    swaggerAssets(),
    stylesInThePage(),
    textsInTwo(),
    firstAnswersWithThePage(),
    fontWithThePage(),
    firstLoadBudget(),
    packed(),
  ],
  resolve: {
    alias: {
      '@feedbackyes/react/styles.css': here('./packages/react/src/styles.css'),
      '@feedbackyes/realtime': here('./packages/realtime/src/index.ts'),
      '@feedbackyes/react': here('./packages/react/src/index.ts'),
      '@': here('./src'),
    },
  },
  build: {
    outDir: here('../src/feedbackyes/web_dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2023',
    // The styles of the first page are in it.
    modulePreload: { resolveDependencies: (_, files) => files.filter((file) => !/\/first-[^/]*\.css$/.test(file)) },
    // All that the first page cannot do without is two files: in thirty small ones it waits for as many answers. The
    // libraries are apart, because an update of the app seldom changes them.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules.*js$/, priority: 1 },
            { name: 'first', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries([
      ...SERVER_PATHS.map((path) => [path, { target: SERVER, changeOrigin: false, ws: path === '/api' }]),
      ...['/ws', '/v1'].map((path) => [path, { target: SERVER, ws: true }]),
    ]),
  },
})
