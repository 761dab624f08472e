import type { Config } from '@/api/types'

/** The configuration as it is with the voice service `name`; the server's own when it has no such. */
export function servedBy(config: Config, name: string | null | undefined): Config {
  const provider = config.providers.find((one) => one.name === name)
  return provider ? { ...config, provider } : config
}
