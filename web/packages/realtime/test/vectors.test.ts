/** The test vectors that the Python side runs as well: `tests/vectors` of the repository, whose README says how. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { base64ToBytes, bytesToBase64, pcm16ToBase64 } from '../src/audio/base64.ts'
import { floatToPcm16 } from '../src/audio/pcm.ts'
import { heardChars } from '../src/captions.ts'
import {
  appendAudio,
  type ClientEvent,
  createUserText,
  truncateItem,
  updateTurnDetection,
} from '../src/protocol/client.ts'
import { type JsonObject, parseObject } from '../src/protocol/json.ts'
import { normalise } from '../src/protocol/normalise.ts'

interface Case {
  name: string
  only?: string[]
}

function cases<T>(file: string): (T & Case)[] {
  const content: { cases: (T & Case)[] } = JSON.parse(
    readFileSync(new URL(`../../../../tests/vectors/${file}.json`, import.meta.url), 'utf8'),
  )
  return content.cases.filter(({ only }) => !only || only.includes('typescript'))
}

describe('decode_server', () => {
  interface Decode {
    data?: JsonObject
    text?: string
    event?: JsonObject
    unknown?: string
    error?: string
  }
  test.each(cases<Decode>('decode_server'))('$name', ({ data, text, event, unknown, error }) => {
    const raw = parseObject(text ?? JSON.stringify(data))
    if (error) expect(raw).toBeNull()
    else if (event) expect(raw && normalise(raw)).toMatchObject(event)
    else expect([unknown, raw && normalise(raw)]).toEqual([unknown, null])
  })
})

describe('encode_client', () => {
  const made: Record<string, ClientEvent> = {
    audio: appendAudio('AAABAAIA'),
    commit: { type: 'input_audio_buffer.commit' },
    'clear the input': { type: 'input_audio_buffer.clear' },
    'typed text': createUserText('item_u1', 'Hello – «ça va»?'),
    truncate: truncateItem('item_1', 0, 1234.9),
    'ask for a reply': { type: 'response.create' },
    cancel: { type: 'response.cancel' },
    'push-to-talk': updateTurnDetection(null),
    patience: updateTurnDetection({ type: 'server_vad', silence_duration_ms: 900 }),
  }
  const events = new Map(cases<{ event: JsonObject }>('encode_client').map(({ name, event }) => [name, event]))
  test.each(Object.entries(made))('%s', (name, event) => {
    expect(JSON.parse(JSON.stringify(event))).toEqual(events.get(name))
  })
})

describe('float_to_pcm16', () => {
  const all = cases<{ samples: number[]; pcm16: number[]; base64: string }>('float_to_pcm16')
  test.each(all)('$name', ({ samples, pcm16, base64 }) => {
    const pcm = floatToPcm16(Float32Array.from(samples))
    expect([...pcm]).toEqual(pcm16)
    expect(pcm16ToBase64(pcm)).toBe(base64)
  })
})

describe('base64', () => {
  test.each(cases<{ base64: string; hex?: string; error?: string }>('base64'))('$name', ({ base64, hex }) => {
    const bytes = base64ToBytes(base64)
    if (hex === undefined) return expect(bytes).toBeNull()
    expect(Buffer.from(bytes ?? []).toString('hex')).toBe(hex)
    return expect(bytesToBase64(Buffer.from(hex, 'hex'))).toBe(base64)
  })
})

describe('heard_text', () => {
  interface Heard {
    text: string
    marks: { at_ms: number; end: number }[]
    heard_ms: number
    total_ms: number
    heard: string
  }
  test.each(cases<Heard>('heard_text'))('$name', ({ text, marks, heard_ms, total_ms, heard }) => {
    const ends = marks.length > 0 ? marks : [{ at_ms: 0, end: text.length }]
    const ours = ends.map(({ at_ms, end }, i) => ({ audioMs: at_ms, chars: end - (ends[i - 1]?.end ?? 0) }))
    const state = { playedMs: heard_ms, receivedMs: total_ms, complete: true }
    expect(text.slice(0, heardChars(text, ours, state)).trim()).toBe(heard)
  })
})
