import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const SERVER = process.env['FEEDBACKYES_DEV_SERVER'] ?? 'http://127.0.0.1:8000'
const SERVER_PATHS = ['/api', '/health', '/ready', '/docs', '/openapi.json', '/force-stop', '/realtime', '/voice-agent']

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The server's /docs page works without the internet: Swagger UI is shipped beside the app. */
function swaggerAssets(): Plugin {
  const folder = createRequire(import.meta.url)
    .resolve('swagger-ui-dist/package.json')
    .replace(/package\.json$/, '')
  return {
    name: 'feedbackyes:swagger-assets',
    apply: 'build',
    async generateBundle() {
      for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE'])
        this.emitFile({ type: 'asset', fileName: `swagger/${file}`, source: await readFile(folder + file) })
    },
  }
}

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      routesDirectory: here('./src/routes'),
      generatedRouteTree: here('./src/route-tree.gen.ts'),
      routeFileIgnorePattern: '\\.test\\.',
      quoteStyle: 'single',
    }),
    react(),
    tailwindcss(),
    swaggerAssets(),
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
  },
  server: {
    proxy: Object.fromEntries([
      ...SERVER_PATHS.map((path) => [path, { target: SERVER, changeOrigin: false }]),
      ...['/ws', '/v1'].map((path) => [path, { target: SERVER, ws: true }]),
    ]),
  },
})
