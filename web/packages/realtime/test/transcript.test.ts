import { beforeEach, describe, expect, test } from 'vitest'
import { readTurn, Transcript, type Turn } from '../src/transcript.ts'

let transcript: Transcript
beforeEach(() => {
  transcript = new Transcript()
})

const turn = (id: string, seq: number, text: string, more: Partial<Turn> = {}): Turn => ({
  id,
  seq,
  speaker: 'partner',
  text,
  startMs: 0,
  endMs: 0,
  confidence: null,
  words: [],
  interrupted: false,
  typed: false,
  ...more,
})
const texts = () => transcript.lines.map((line) => line.text)

test('a draft grows and becomes final with the stored turn', () => {
  transcript.append('a', 'learner', 'can I st')
  transcript.append('a', 'learner', 'op you')
  expect(transcript.lines).toMatchObject([{ text: 'can I stop you', final: false }])
  transcript.settle(turn('a', 1, 'Can I stop you?', { speaker: 'learner', confidence: 0.4 }))
  expect(transcript.lines).toMatchObject([{ text: 'Can I stop you?', final: true, turn: { confidence: 0.4 } }])
})

test('a draft of the voice transport is never final by itself', () => {
  transcript.replace('a', 'learner', 'the whole transcript')
  expect(transcript.lines[0]?.final).toBe(false)
})

test("the learner's words stand before the answer even when they come after it", () => {
  transcript.open('q', 'learner')
  transcript.append('a', 'partner', 'Sure.')
  expect(texts()).toEqual(['Sure.'])
  transcript.append('q', 'learner', 'May I?')
  expect(texts()).toEqual(['May I?', 'Sure.'])
})

test('stored turns that were not seen as drafts go in front of what is being said', () => {
  transcript.append('now', 'learner', 'and now')
  transcript.settle(turn('t2', 2, 'second'))
  transcript.settle(turn('t1', 1, 'first'))
  expect(texts()).toEqual(['first', 'second', 'and now'])
})

test("stored turns stand in the server's order", () => {
  transcript.append('b', 'partner', 'b')
  transcript.append('a', 'learner', 'a')
  transcript.settle(turn('b', 2, 'b'))
  transcript.settle(turn('a', 1, 'a'))
  expect(texts()).toEqual(['a', 'b'])
})

test('a correction replaces the stored turn', () => {
  transcript.settle(turn('a', 1, 'Fryday'))
  transcript.settle(turn('a', 1, 'Friday'))
  expect(texts()).toEqual(['Friday'])
})

test('the same list is given until something changes', () => {
  transcript.append('a', 'learner', 'x')
  const { lines } = transcript
  expect(transcript.lines).toBe(lines)
  transcript.append('a', 'learner', 'y')
  expect(transcript.lines).not.toBe(lines)
})

test('a draft can be dropped, a stored turn cannot', () => {
  transcript.append('a', 'learner', 'noise')
  transcript.settle(turn('b', 1, 'kept'))
  transcript.drop('a')
  transcript.drop('b')
  expect(texts()).toEqual(['kept'])
})

describe("the partner's captions", () => {
  beforeEach(() => {
    transcript.appendSpoken('p', 'one ', 0)
    transcript.appendSpoken('p', 'two ', 500)
    transcript.appendSpoken('p', 'three', 1000)
  })
  const heard = (playedMs: number, complete = true) => transcript.heard('p', { playedMs, receivedMs: 1500, complete })

  test('advance with what is heard', () => {
    expect(transcript.lines).toMatchObject([{ text: '', ahead: 'one two three' }])
    heard(600)
    expect(transcript.lines).toMatchObject([{ text: 'one two', ahead: 'three' }])
  })

  test('never go back', () => {
    heard(600)
    heard(100)
    expect(texts()).toEqual(['one two'])
  })

  test('go on with the voice when the stored turn comes early', () => {
    heard(600)
    transcript.settle(turn('p', 1, 'One, two, three.'))
    expect(transcript.lines).toMatchObject([{ text: 'one two', final: false }])
    heard(1500)
    expect(transcript.lines).toMatchObject([{ text: 'One, two, three.', ahead: '', final: true }])
  })

  test('end where the voice was cut off', () => {
    heard(600)
    transcript.cut('p', { playedMs: 700, receivedMs: 1500, complete: false })
    heard(1500)
    expect(transcript.lines).toMatchObject([{ text: 'one two', ahead: '', interrupted: true, final: false }])
    transcript.settle(turn('p', 1, 'One, two', { interrupted: true }))
    expect(transcript.lines).toMatchObject([{ text: 'One, two', interrupted: true, final: true }])
  })

  test('are complete when there is no more sound', () => {
    transcript.silence()
    expect(transcript.lines).toMatchObject([{ text: 'one two three', ahead: '' }])
  })
})

describe('readTurn', () => {
  test("reads the server's turn", () => {
    const words = [{ text: 'hello', start_ms: 100, end_ms: 400, confidence: 0.9 }]
    const data = {
      id: 't',
      seq: 3,
      speaker: 'learner',
      text: 'hello',
      start_ms: 100,
      end_ms: 500,
      confidence: 0.7,
      words,
    }
    expect(readTurn(data)).toEqual(
      turn('t', 3, 'hello', {
        speaker: 'learner',
        startMs: 100,
        endMs: 500,
        confidence: 0.7,
        words: [{ text: 'hello', startMs: 100, endMs: 400, confidence: 0.9 }],
      }),
    )
  })

  test('refuses what is none', () => {
    expect(readTurn({ id: 't', speaker: 'narrator' })).toBeNull()
    expect(readTurn({ speaker: 'learner' })).toBeNull()
  })
})
