import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

// There is a lock file further up as well; this folder is the whole site.
const here = fileURLToPath(new URL('.', import.meta.url))

const config: NextConfig = { reactStrictMode: true, turbopack: { root: here } }

export default config
