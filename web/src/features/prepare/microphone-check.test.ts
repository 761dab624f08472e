import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeAudio } from '@/testing/fake-call'
import { MicrophoneCheck } from './microphone-check'

let audio: FakeAudio
let check: MicrophoneCheck
const play = vi.fn(async () => {})

beforeEach(() => {
  audio = new FakeAudio()
  check = new MicrophoneCheck(() => audio)
  vi.stubGlobal(
    'Audio',
    class {
      onended: (() => void) | null = null
      play = play
      pause() {}
    },
  )
  URL.createObjectURL = () => 'blob:sample'
  URL.revokeObjectURL = vi.fn()
})
afterEach(() => check.close())

const hear = (ms: number, amplitude: number) => {
  for (let i = 0; i < ms / 20; i++) audio.listener?.onChunk(new Int16Array(480).fill(amplitude))
}
const state = () => check.getSnapshot()

test('speech is told from a quiet room', async () => {
  await check.open(null)
  hear(200, 60)
  expect(state()).toMatchObject({ phase: 'on', heard: false })
  hear(200, 4000)
  expect(state().heard).toBe(true)
  expect(check.level()).toBeGreaterThan(0.05)
})

test('three seconds are recorded, then played', async () => {
  await check.open(null)
  check.record()
  hear(2900, 4000)
  expect(state().phase).toBe('recording')
  hear(200, 4000)
  await vi.waitFor(() => expect(play).toHaveBeenCalled())
  expect(state()).toMatchObject({ phase: 'playing', sample: 'blob:sample' })
})

test('a problem is told by its code', async () => {
  audio.refuses = 'microphone_denied'
  await check.open(null)
  expect(state()).toMatchObject({ phase: 'off', problem: 'microphone_denied' })
})

test('a device that was chosen once and is gone is replaced by any other', async () => {
  const open = vi.spyOn(audio, 'openMicrophone')
  open.mockImplementationOnce(async () => {
    const { AudioError } = await import('@feedbackyes/realtime')
    throw new AudioError('microphone_missing')
  })
  await check.open('old')
  expect(open.mock.calls.map(([options]) => options)).toEqual([{ deviceId: 'old' }, {}])
  expect(state().phase).toBe('on')
})

test('a microphone that is pulled out is told', async () => {
  await check.open(null)
  audio.listener?.onLost()
  expect(state()).toMatchObject({ phase: 'off', problem: 'microphone_missing' })
})
