import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/protocol/json.ts'
import { normalise } from '../../src/protocol/normalise.ts'
import { readServerEvent } from '../../src/protocol/server.ts'

const TRANSCRIPTION = 'conversation.item.input_audio_transcription'

describe('names', () => {
  test.each([
    ['response.audio.delta', 'response.output_audio.delta'],
    ['response.audio.done', 'response.output_audio.done'],
    ['response.audio_transcript.delta', 'response.output_audio_transcript.delta'],
    ['response.audio_transcript.done', 'response.output_audio_transcript.done'],
    ['response.audio_transcription.completed', 'response.output_audio_transcript.done'],
    ['response.text.delta', 'response.output_text.delta'],
    ['response.text.done', 'response.output_text.done'],
    ['response.completed', 'response.done'],
    ['response.output_item.created', 'response.output_item.added'],
    ['conversation.item.created', 'conversation.item.added'],
    ['input_audio_transcription.delta', `${TRANSCRIPTION}.delta`],
    ['input_audio_transcription.completed', `${TRANSCRIPTION}.completed`],
    ['input_audio_buffer.transcription.completed', `${TRANSCRIPTION}.completed`],
    ['transcription_session.updated', 'session.updated'],
    ['session.error', 'error'],
  ])('%s is read as %s', (seen, meant) => {
    expect(normalise({ type: seen })).toMatchObject({ type: meant })
  })

  test.each([
    'ping',
    'control.stop',
    'conversation.interrupted',
    'conversation.updated',
    'history_updated',
    'realtime.event',
  ])('%s is noise', (type) => {
    expect(normalise({ type })).toBeNull()
  })

  test('unknown types pass unchanged and a call does not act on them', () => {
    expect(normalise({ type: 'x.y', event_id: 'e', z: 1 })).toEqual({ type: 'x.y', event_id: 'e', z: 1 })
    expect(readServerEvent({ type: 'x.y' })).toBeNull()
  })

  test('what has no type says nothing', () => {
    expect(normalise({ delta: 'x' })).toBeNull()
    expect(readServerEvent('not json')).toBeNull()
    expect(readServerEvent('[1]')).toBeNull()
  })
})

describe('shapes', () => {
  test('text nested in the delta comes out', () => {
    for (const key of ['text', 'transcript', 'audio']) {
      const event = readServerEvent({
        type: 'response.output_audio_transcript.delta',
        item_id: 'i',
        delta: { [key]: 'hi' },
      })
      expect(event).toMatchObject({ type: 'response.output_audio_transcript.delta', itemId: 'i', delta: 'hi' })
    }
  })

  test('audio under another name is the delta', () => {
    const event = normalise({ type: 'response.output_audio.delta', item_id: 'i', audio: 'AAA=' })
    expect(event).toMatchObject({ delta: 'AAA=' })
    expect(event).not.toHaveProperty('audio')
  })

  test('padding goes, missing fields get their defaults', () => {
    expect(normalise({ type: 'response.output_text.delta', item_id: 'i', delta: 'x', obfuscation: 'ab' })).toEqual({
      type: 'response.output_text.delta',
      event_id: '',
      response_id: '',
      item_id: 'i',
      output_index: 0,
      content_index: 0,
      delta: 'x',
    })
  })

  test('a cancelled response is a response that is done', () => {
    const event = readServerEvent({ type: 'response.cancelled', response: { id: 'r' } })
    expect(event).toMatchObject({ type: 'response.done', response: { id: 'r', status: 'cancelled' } })
  })

  test('parts of an assistant item get GA names, those of a user item stay', () => {
    const content = [
      { type: 'audio', transcript: 'a' },
      { type: 'text', text: 'b' },
    ]
    const item = (role: string): JsonObject => ({ type: 'conversation.item.created', item: { id: 'i', role, content } })
    expect(normalise(item('assistant'))).toMatchObject({
      item: { content: [{ type: 'output_audio' }, { type: 'output_text' }] },
    })
    expect(normalise(item('user'))).toMatchObject({ item: { content } })
    expect(readServerEvent(item('assistant'))).toMatchObject({ item: { id: 'i', role: 'assistant', text: 'a b' } })
  })

  test('streamed parts are audio and text', () => {
    expect(
      normalise({ type: 'response.content_part.added', part: { type: 'output_audio', transcript: '' } }),
    ).toMatchObject({ part: { type: 'audio', transcript: '' } })
  })

  test('an error beside its type is put where errors are', () => {
    expect(readServerEvent({ type: 'error', code: 'bad', message: 'Bad.' })).toMatchObject({
      error: { code: 'bad', message: 'Bad.' },
    })
  })

  test('the flat session of the beta is read as the nested one', () => {
    const flat = {
      id: 's',
      modalities: ['text', 'audio'],
      voice: 'alloy',
      input_audio_format: 'pcm16',
      turn_detection: { type: 'server_vad' },
      input_audio_transcription: null,
    }
    expect(normalise({ type: 'session.created', event_id: 'e', session: flat })).toEqual({
      type: 'session.created',
      event_id: 'e',
      session: {
        type: 'realtime',
        id: 's',
        output_modalities: ['audio'],
        audio: {
          input: {
            format: { type: 'audio/pcm', rate: 24000 },
            transcription: null,
            turn_detection: { type: 'server_vad' },
          },
          output: { voice: 'alloy' },
        },
      },
    })
  })
})
