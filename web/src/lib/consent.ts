import type { Config } from '@/api/types'

export type Question = 'hosted_voice' | 'hosted_judge' | 'recording'

/** What has to be asked before the first word: what leaves the machine, then the recording. Each once. */
export function openQuestions(config: Config): Question[] {
  return [
    ...(config.provider.hosted && config.consents.hosted_voice !== true ? (['hosted_voice'] as const) : []),
    ...(config.judge.hosted && config.consents.hosted_judge === null ? (['hosted_judge'] as const) : []),
    ...(config.recording === 'ask' && config.consents.recording === null ? (['recording'] as const) : []),
  ]
}

/** Whether a talk is recorded unless this person says otherwise for it; null where nobody can be asked. */
export function recordsByDefault(config: Config): boolean | null {
  if (config.recording === 'off') return null
  return config.recording === 'on' ? config.consents.recording !== false : config.consents.recording === true
}
