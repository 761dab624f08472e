/** The package as a page gets it: bundled and minified. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { beforeAll, expect, test } from 'vitest'
import { loadWorklet } from './support/worklet.ts'

let code: string

beforeAll(async () => {
  const entry = 'virtual:entry'
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      // Without Vite's own loader of chunks, which is the page's.
      ssr: true,
      minify: true,
      // What is fetched only when it is needed would share code with the rest, which is then no longer in one piece.
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict', external: /steps-socket|\/tape\.ts/ },
    },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => {
          if (id !== entry) return undefined
          const file = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)))
          return `export * from ${file('../src/index.ts')}; export { workletSource } from ${file('../src/audio/worklet.ts')}`
        },
      },
    ],
  })
  const { output } = result as Rolldown.RolldownOutput
  code = output[0].code
})

test('is smaller than 20 kB compressed', () => {
  expect(gzipSync(code).length).toBeLessThan(20_000)
})

test('the way by plain requests is fetched only by who needs it', () => {
  expect(code).toMatch(/import\([^)]*steps-socket/)
  expect(code).not.toContain('/voice-agent/')
})

test('its worklets stand alone after the minifier has renamed everything', async () => {
  const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
  const { make, sent } = loadWorklet(module.workletSource(), 48000)
  const capture = make('feedbackyes-capture')
  for (let quantum = 0; quantum < 16; quantum++) capture.process([[new Float32Array(128).fill(0.25)]], [])
  expect(sent[1]?.pcm?.[0]).toBe(8192)
  const playback = make('feedbackyes-playback')
  playback.port.onmessage({ data: { push: 'a', pcm: new Int16Array(24000) } })
  playback.process([], [[new Float32Array(128)]])
  playback.port.onmessage({ data: { flush: 1 } })
  expect(sent.at(-1)).toMatchObject({ flushed: 1, positions: [{ item: 'a', played: 128 }] })
})
