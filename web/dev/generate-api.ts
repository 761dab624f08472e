/**
 * Writes `src/api/schema.d.ts` from the server's own description of its API.
 *
 *   npm run api               writes it
 *   npm run api -- --check    fails when the committed file is another one
 *
 * The server need not run. `PYTHON` names the interpreter that has the package; without it `.venv` of the project.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const TARGET = at('../src/api/schema.d.ts')
const HEAD = '/** Generated from the server’s OpenAPI description by `npm run api`: do not edit. */\n'
const DESCRIBE = [
  'import json',
  'from feedbackyes.app import create_app',
  'from feedbackyes.settings import Settings',
  'print(json.dumps(create_app(Settings(provider="local")).openapi()))',
].join('\n')

function interpreter(): string {
  if (process.env['PYTHON']) return process.env['PYTHON']
  const candidates = ['../../.venv/bin/python', '../../.venv/Scripts/python.exe'].map(at)
  return candidates.find((path) => existsSync(path)) ?? 'python3'
}

const description = execFileSync(interpreter(), ['-c', DESCRIBE], { encoding: 'utf8', maxBuffer: 2 ** 26 })
const last = description.trim().split('\n').at(-1) ?? ''
const text = HEAD + astToString(await openapiTS(JSON.parse(last), { alphabetize: true }))

if (process.argv.includes('--check')) {
  const committed = existsSync(TARGET) ? readFileSync(TARGET, 'utf8') : ''
  if (committed !== text) {
    console.error('web/src/api/schema.d.ts does not fit the server any more. Run `npm run api` and commit it.')
    process.exit(1)
  }
  console.log('web/src/api/schema.d.ts fits the server.')
} else {
  writeFileSync(TARGET, text)
  console.log('web/src/api/schema.d.ts is written.')
}
