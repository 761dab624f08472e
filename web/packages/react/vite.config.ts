import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

export default defineConfig({
  build: {
    lib: {
      entry: fileURLToPath(new URL('src/index.ts', import.meta.url)),
      formats: ['es'],
      fileName: 'index',
    },
    rolldownOptions: { external: ['react', 'react/jsx-runtime', 'react-dom', '@feedbackyes/realtime'] },
    target: 'es2023',
    minify: false,
    sourcemap: true,
  },
})
