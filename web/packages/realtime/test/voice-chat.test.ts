import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { VoiceChat, type VoiceChatListener } from '../src/voice-chat.ts'
import { TestAudio } from './support/audio.ts'
import { TestServer } from './support/server.ts'

let server: TestServer
let chat: VoiceChat
beforeEach(async () => {
  server = new TestServer()
  await server.start()
})
afterEach(async () => {
  chat.dispose()
  await server.stop()
})

test("what a call's own listeners are told is not lost", async () => {
  const [onAudio, onServerEvent] = [vi.fn(), vi.fn()]
  const call = { baseUrl: server.base, audio: () => new TestAudio(), transport: 'websocket' as const }
  chat = new VoiceChat({ call: { ...call, onAudio, onServerEvent } })
  await chat.connect()
  await vi.waitFor(() => expect(onServerEvent).toHaveBeenCalled())
  server.send({ type: 'response.output_audio.delta', item_id: 'p', response_id: 'r', delta: 'AAAAAA==' })
  await vi.waitFor(() => expect(onAudio).toHaveBeenCalled())
})

async function connected(
  listener: VoiceChatListener = {},
  options: { model?: string; transcriptionModel?: string } = {},
) {
  const audio = new TestAudio()
  const call = { baseUrl: server.base, audio: () => audio, transport: 'websocket' as const }
  chat = new VoiceChat({ voice: 'alloy', ...options, call }, listener)
  await chat.connect()
  await vi.waitFor(() => expect(chat.getSnapshot().isConnected).toBe(true))
}

describe('a voice chat', () => {
  test('tells what each side says, and shows it until it is cleared', async () => {
    const [onTranscriptDelta, onTranscriptDone, onResponseDelta] = [vi.fn(), vi.fn(), vi.fn()]
    await connected({ onTranscriptDelta, onTranscriptDone, onResponseDelta })
    server.send({ type: 'input_audio_transcription.delta', item_id: 'u', delta: { text: 'good ' } })
    server.send({ type: 'conversation.item.input_audio_transcription.completed', item_id: 'u', transcript: 'good day' })
    server.send({ type: 'response.audio_transcript.delta', item_id: 'p', response_id: 'r', delta: { text: 'Hello.' } })
    await vi.waitFor(() => expect(chat.getSnapshot().userTranscript).toBe('good day'))
    expect(onTranscriptDelta).toHaveBeenCalledWith({ itemId: 'u', delta: 'good ' })
    expect(onTranscriptDone).toHaveBeenCalledWith({ itemId: 'u', transcript: 'good day' })
    await vi.waitFor(() => expect(onResponseDelta).toHaveBeenCalledWith('Hello.'))
    chat.clearTranscripts()
    expect(chat.getSnapshot()).toMatchObject({ userTranscript: '', agentTranscript: '' })
  })

  test('the microphone is closed and opened', async () => {
    await connected()
    expect(chat.getSnapshot().isRecording).toBe(true)
    chat.toggleRecording()
    expect(chat.getSnapshot().isRecording).toBe(false)
    chat.toggleRecording()
    expect(chat.getSnapshot().isRecording).toBe(true)
  })

  test('sends text, and gives the sound of the partner', async () => {
    const onAgentResponse = vi.fn()
    await connected({ onAgentResponse })
    await chat.sendMessage('Hello there')
    await server.until(() => server.sent('conversation.item.create').length === 1)
    server.send({ type: 'response.output_audio.delta', item_id: 'p', response_id: 'r', delta: 'AAAAAA==' })
    await vi.waitFor(() => expect(onAgentResponse).toHaveBeenCalled())
    expect(onAgentResponse.mock.calls[0]?.[0]).toBeInstanceOf(Int16Array)
  })

  test('says which models it wants', async () => {
    await connected({}, { model: 'gpt-realtime', transcriptionModel: 'whisper-1' })
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: { model: 'gpt-realtime', voice: 'alloy' } })
    await server.until(() => server.sent('session.update').length === 1)
    expect(server.sent('session.update')[0]).toMatchObject({
      session: { audio: { input: { transcription: { model: 'whisper-1' } } } },
    })
  })

  test('what goes wrong is told once', async () => {
    const onError = vi.fn()
    server.refuse = { status: 429, body: { error: { code: 'too_many', message: 'All places are taken.' } } }
    chat = new VoiceChat({ call: { baseUrl: server.base, audio: () => new TestAudio() } }, { onError })
    await chat.connect()
    expect(onError).toHaveBeenCalledTimes(1)
    expect(chat.getSnapshot().isConnected).toBe(false)
  })
})
