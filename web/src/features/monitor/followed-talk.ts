/** A talk that somebody else holds, put together from its event stream: the lines, and who speaks. */
import { type ConversationEvent, type Line, readTurn, type Speaker, Transcript } from '@feedbackyes/realtime'

export interface TalkState {
  lines: readonly Line[]
  speaking: ReadonlySet<Speaker>
  over: boolean
}

export class FollowedTalk {
  readonly #transcript = new Transcript()
  readonly #speaking = new Set<Speaker>()
  #over = false

  get state(): TalkState {
    return { lines: this.#transcript.lines, speaking: new Set(this.#speaking), over: this.#over }
  }

  take({ type, data, turnId }: ConversationEvent): void {
    switch (type) {
      case 'user.speech.started':
        this.#speaking.add('learner')
        return
      case 'user.speech.stopped':
        this.#speaking.delete('learner')
        return
      case 'partner.turn.started':
        this.#speaking.add('partner')
        return
      case 'partner.interrupted':
        this.#speaking.delete('partner')
        return
      case 'partner.turn.ended': // a reply that is complete is still being heard
        if (data['status'] !== 'completed') this.#speaking.delete('partner')
        return
      case 'user.transcript.delta':
      case 'partner.transcript.delta':
        this.#draft(type, turnId, data['delta'])
        return
      case 'user.transcript.final':
      case 'partner.transcript.final':
        this.#settle(readTurn(data))
        return
      case 'user.transcript.failed':
        if (turnId) this.#transcript.drop(turnId)
        return
      case 'session.state':
        this.#over = data['state'] === 'ended' || data['state'] === 'interrupted'
    }
  }

  #draft(type: string, turnId: string | null, delta: unknown): void {
    if (!turnId || typeof delta !== 'string') return
    this.#transcript.append(turnId, type.startsWith('user') ? 'learner' : 'partner', delta)
  }

  #settle(turn: ReturnType<typeof readTurn>): void {
    if (!turn) return
    this.#transcript.settle(turn)
    if (turn.speaker === 'partner') this.#speaking.delete('partner')
  }
}
