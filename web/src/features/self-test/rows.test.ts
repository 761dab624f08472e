import i18next from 'i18next'
import { expect, test } from 'vitest'
import { config } from '@/testing/data'
import { readStats } from './echo-probe'
import { asText, rows } from './rows'
import type { Results } from './self-test'

const echo = { connectMs: 85.4, protocol: 'udp', relayed: false, roundTripMs: 3.2, loss: 0, jitterMs: 1.25 } as const
const results: Results = {
  microphone: { value: { noiseDb: -61.2, voiceDb: -22.4 } },
  server: { value: { middleMs: 4.4, longestMs: 12.6 } },
  direct: { value: echo },
  turn: { skipped: 'not_configured' },
  tcp: { problem: 'timeout' },
  reply: { value: { openMs: 50, replyMs: 930, patienceMs: 600 } },
}
const shown = (change: Results = {}) =>
  rows(i18next.t, { step: null, please: null, done: true, results: { ...results, ...change } })
const row = (step: string, change: Results = {}) => shown(change).find((each) => each.step === step)

test('every result is a sentence with its figures', () => {
  expect(row('microphone')?.value).toBe('voice -22 dBFS, room -61 dBFS')
  expect(row('direct')?.value).toContain('straight over UDP, connected in 85 ms, round trip 3 ms, loss 0.0 %')
  expect(row('reply')?.value).toContain('930 ms from your last word')
  expect(row('turn')).toMatchObject({ value: 'not set up on this server', good: null })
  expect(row('tcp')).toMatchObject({ value: 'no connection (timeout)', good: false })
})

test('a voice in a loud room, and a line that loses much, are pointed at', () => {
  expect(row('microphone', { microphone: { value: { noiseDb: -30, voiceDb: -24 } } })?.good).toBe(false)
  expect(row('direct', { direct: { value: { ...echo, loss: 0.08 } } })?.good).toBe(false)
  expect(row('direct')?.good).toBe(true)
})

test('the text for support has the figures and the versions', () => {
  const text = asText(i18next.t, shown(), config(), new Date(0))
  expect(text).toContain('FeedbackYes 1.0.0, local (scripted)')
  expect(text).toContain('Reply: 930 ms')
  expect(text).toContain('WebRTC over TURN and TCP: no connection (timeout) [look at this]')
})

test('what the browser counted tells the way and what was lost', () => {
  const counted = readStats([
    ['t', { type: 'transport', selectedCandidatePairId: 'p' }],
    ['p', { type: 'candidate-pair', localCandidateId: 'l', currentRoundTripTime: 0.012 }],
    ['l', { type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tcp' }],
    ['i', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 380, packetsLost: 20, jitter: 0.004 }],
  ])
  expect(counted).toEqual({ protocol: 'tcp', relayed: true, roundTripMs: 12, loss: 0.05, jitterMs: 4 })
})
