import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'
import { askEarly, firstLanguage, STORE } from '../src/early.ts'
import { asksFor, type Keys, keysIn, part } from './texts.ts'

const FIRST_LOAD_LIMIT = 200_000
const TEXT = /\.(js|css|html|svg)$/
const WORTH_PACKING = 1400
/** A language's texts: the first, or with `?raw` all others. */
const TEXTS = /\/src\/locales\/(\w+)\.json(\?raw)?$/

/** The server's /docs page works without the internet: Swagger UI is shipped beside the app. */
export function swaggerAssets(): Plugin {
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

/** The letters of every page are fetched with its styles, not after them. */
export function fontWithThePage(): Plugin {
  return {
    name: 'feedbackyes:font-with-the-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const font = Object.keys(bundle ?? {}).find((name) => /\/inter-latin-wght-normal-.*\.woff2$/.test(name))
        if (!font) throw new Error('The font of the pages was not found.')
        const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${font}` }
        return [{ tag: 'link', attrs, injectTo: 'head' }]
      },
    },
  }
}

/** The page brings its styles along: what is in it can be painted before anything else has come. */
export function stylesInThePage(): Plugin {
  return {
    name: 'feedbackyes:styles-in-the-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        return html.replace(/<link rel="stylesheet"[^>]* href="\/([^"]+)">/g, (_, name: string) => {
          const file = bundle?.[name]
          if (file?.type !== 'asset') throw new Error(`The styles in ${name} were not found.`)
          return `<style>${file.source}</style>`
        })
      },
    },
  }
}

/**
 * A language's texts in two files: what the scripts of the first page can ask for, and all else. Unbuilt,
 * `en.json` and `en.json?raw` are both the whole.
 */
export function textsInTwo(): Plugin {
  let first: Keys
  return {
    name: 'feedbackyes:texts-in-two',
    apply: 'build',
    renderStart() {
      first = keysIn(modulesOfFirstPage(this).map((id) => this.getModuleInfo(id)?.code ?? ''))
      if (!first.whole.size) this.error('The first page asks for no texts: its scripts were not found.')
    },
    async renderChunk(_, { facadeModuleId }) {
      const [, tag, rest] = TEXTS.exec(facadeModuleId ?? '') ?? []
      if (!facadeModuleId || !tag) return null
      const texts = JSON.parse(await readFile(facadeModuleId.replace(/\?.*$/, ''), 'utf8'))
      const wanted = JSON.stringify(part(texts, (key) => asksFor(first, key) === !rest))
      return `export default ${rest ? JSON.stringify(wanted) : wanted}`
    },
  }
}

/** Those of our own that come before anything is asked for. */
function modulesOfFirstPage(context: Rolldown.PluginContext): string[] {
  const found = new Set([...context.getModuleIds()].filter((id) => context.getModuleInfo(id)?.isEntry))
  for (const id of found) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  return [...found].filter((id) => !id.includes('/node_modules/'))
}

/** The page asks for its texts and for what they tell of while its scripts are still on their way. */
export function firstAnswersWithThePage(): Plugin {
  return {
    name: 'feedbackyes:first-answers-with-the-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const texts: Record<string, [string, string]> = {}
        for (const file of Object.values(bundle ?? {})) {
          const [, tag, rest] = (file.type === 'chunk' && TEXTS.exec(file.facadeModuleId ?? '')) || []
          if (!tag) continue
          texts[tag] ??= ['', '']
          texts[tag][rest ? 1 : 0] = `/${file.fileName}`
        }
        if (!Object.keys(texts).length || Object.values(texts).flat().includes(''))
          throw new Error('The texts of the pages were not found.')
        if (!html.includes('<script type="module"')) throw new Error('The scripts of the page were not found.')
        const given = `${JSON.stringify(texts)},${JSON.stringify(STORE)},${firstLanguage}`
        return html.replace(
          '<script type="module"',
          (scripts) => `<script>(${askEarly})(${given})</script>\n${scripts}`,
        )
      },
    },
  }
}

/** Fails the build when the first page would load too much script, its texts in the longest language included. */
export function firstLoadBudget(): Plugin {
  return {
    name: 'feedbackyes:first-load-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const entry = chunks.find((chunk) => chunk.isEntry)
      const home = chunks.find((chunk) => chunk.moduleIds.some((id) => id.includes('/src/routes/index.tsx')))
      if (!entry || !home) this.error('The chunks of the first page were not found, so nobody knows how large it is.')
      const loaded = [entry, home].flatMap((chunk) => withImports(chunk, bundle))
      const texts = chunks.filter(({ facadeModuleId }) => {
        const found = TEXTS.exec(facadeModuleId ?? '')
        return found && !found[2]
      })
      if (!texts.length) this.error('The texts of the pages were not found, so nobody knows how large they are.')
      const bytes =
        [...new Set(loaded)].reduce((sum, { code }) => sum + gzipSync(code).length, 0) +
        Math.max(...texts.map(({ code }) => gzipSync(code).length))
      const size = `${Math.round(bytes / 1000)} kB of script, compressed`
      if (bytes > FIRST_LOAD_LIMIT) this.error(`The first page loads ${size}: more than ${FIRST_LOAD_LIMIT / 1000} kB.`)
      this.info(`The first page loads ${size}.`)
    },
  }
}

function withImports(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  const seen = new Set<Rolldown.OutputChunk>()
  const add = (each: Rolldown.OutputChunk) => {
    if (seen.has(each)) return
    seen.add(each)
    for (const name of each.imports) {
      const imported = bundle[name]
      if (imported?.type === 'chunk') add(imported)
    }
  }
  add(chunk)
  return [...seen]
}

/** Packs what the server may send packed, once and well, instead of at every request. */
export function packed(): Plugin {
  return {
    name: 'feedbackyes:packed',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
          if (!TEXT.test(fileName) || source.length < WORTH_PACKING) continue
          const params = { [constants.BROTLI_PARAM_SIZE_HINT]: source.length, [constants.BROTLI_PARAM_QUALITY]: 10 }
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) })
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(source, { params }) })
        }
      },
    },
  }
}
