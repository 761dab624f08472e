/** Results in words: a row for each, for the page and for a support request. */
import type { TFunction } from 'i18next'
import type { Config } from '@/api/types'
import type { Echo } from './echo-probe'
import type { ReplyTime } from './reply-time'
import { type Outcome, type Results, STEPS, type Step, type TestState } from './self-test'

export interface Row {
  step: Step
  label: string
  value: string
  /** `null`: not there yet. */
  good: boolean | null
  waiting: boolean
}

/** A voice should be this much louder than the room. */
const ABOVE_ROOM_DB = 12
const MUCH_LOSS = 0.02
const LONG_JITTER_MS = 30
const SLOW_MS = 300
const SLOW_REPLY_MS = 2000

export function rows(t: TFunction, { results, step }: TestState): Row[] {
  return STEPS.map((each) => {
    const outcome: Outcome<unknown> | undefined = results[each]
    return {
      step: each,
      label: t(`self_test.step.${each}`),
      value: outcome ? said(t, each, results) : '',
      good: outcome && !('skipped' in outcome) ? isGood(each, results) : null,
      waiting: step === each,
    }
  })
}

function said(t: TFunction, step: Step, results: Results): string {
  const outcome = results[step]
  if (!outcome) return ''
  if ('skipped' in outcome) return t(`self_test.skipped.${outcome.skipped}`)
  if ('problem' in outcome) return t(`self_test.failed.${step}`, { reason: outcome.problem })
  const { microphone, server, reply } = results
  if (step === 'microphone' && microphone && 'value' in microphone)
    return t('self_test.value.microphone', {
      noise: whole(microphone.value.noiseDb),
      voice: whole(microphone.value.voiceDb),
    })
  if (step === 'server' && server && 'value' in server)
    return t('self_test.value.server', {
      middle: whole(server.value.middleMs),
      longest: whole(server.value.longestMs),
    })
  if (step === 'reply' && reply && 'value' in reply) return answered(t, reply.value)
  return echoed(t, step, outcome.value as Echo)
}

function answered(t: TFunction, { replyMs, patienceMs, openMs }: ReplyTime): string {
  return t('self_test.value.reply', { reply: whole(replyMs), patience: whole(patienceMs), open: whole(openMs) })
}

function echoed(t: TFunction, step: Step, echo: Echo): string {
  const unknown = t('self_test.unknown')
  const facts = {
    way: t(echo.relayed ? 'self_test.way.turn' : 'self_test.way.direct', { protocol: echo.protocol.toUpperCase() }),
    connect: whole(echo.connectMs),
    round: echo.roundTripMs === null ? unknown : whole(echo.roundTripMs),
  }
  if (step !== 'direct') return t('self_test.value.relayed', facts)
  return t('self_test.value.direct', {
    ...facts,
    loss: echo.loss === null ? unknown : (echo.loss * 100).toFixed(1),
    jitter: echo.jitterMs === null ? unknown : echo.jitterMs.toFixed(1),
  })
}

function isGood(step: Step, results: Results): boolean {
  const outcome = results[step]
  if (!outcome || !('value' in outcome)) return false
  const { microphone, server, direct, reply } = results
  if (step === 'microphone' && microphone && 'value' in microphone)
    return microphone.value.voiceDb - microphone.value.noiseDb >= ABOVE_ROOM_DB
  if (step === 'server' && server && 'value' in server) return server.value.middleMs < SLOW_MS
  if (step === 'direct' && direct && 'value' in direct)
    return (direct.value.loss ?? 1) <= MUCH_LOSS && (direct.value.jitterMs ?? 0) <= LONG_JITTER_MS
  if (step === 'reply' && reply && 'value' in reply) return reply.value.replyMs < SLOW_REPLY_MS
  return true
}

/** All of it as plain text: versions and figures, nothing about the person. */
export function asText(t: TFunction, shown: readonly Row[], config: Config, at: Date): string {
  const { provider, version } = config
  return [
    `FeedbackYes ${version}, ${provider.name} (${provider.model})`,
    at.toISOString(),
    navigator.userAgent,
    '',
    ...shown.map(({ label, value, good }) => `${label}: ${value}${good === false ? ` [${t('self_test.look')}]` : ''}`),
  ].join('\n')
}

const whole = (value: number) => String(Math.round(value))
