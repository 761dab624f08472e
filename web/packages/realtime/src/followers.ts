/** Others who follow a talk with the learner's consent, as the event stream tells of them. */
import type { ConversationEvent } from './event-stream.ts'
import { flagAt, textAt } from './protocol/json.ts'

export interface Follower {
  /** Of this look; the same person may watch and listen. */
  lookId: string
  name: string
  role: string
  look: 'watching' | 'listening'
}

/** A hint from somebody who follows the talk; the partner does not hear it. */
export interface Whisper {
  id: number
  text: string
  name: string
}

export interface Followed {
  followers: readonly Follower[]
  /** The last one. */
  whisper: Whisper | null
  /** The learner's answer in the middle of the talk; null: as it was before. */
  consent: boolean | null
}

export const UNFOLLOWED: Followed = { followers: [], whisper: null, consent: null }

/** What an event changes; the same object when it changes nothing. */
export function follow(state: Followed, { type, data, seq }: ConversationEvent): Followed {
  const lookId = textAt(data, 'look_id')
  const others = () => state.followers.filter((follower) => follower.lookId !== lookId)
  const name = textAt(data, 'name')
  switch (type) {
    case 'monitor.joined': {
      const look = textAt(data, 'look') === 'listening' ? 'listening' : 'watching'
      return { ...state, followers: [...others(), { lookId, name, role: textAt(data, 'role'), look }] }
    }
    case 'monitor.left':
      return { ...state, followers: others() }
    case 'monitor.consent':
      return { ...state, consent: flagAt(data, 'granted') }
    case 'hint':
      return { ...state, whisper: { id: seq, text: textAt(data, 'text'), name } }
    default:
      return state
  }
}
