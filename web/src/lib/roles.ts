import type { Role, TrainerKind } from '@/api/types'

/** The roles as one chooses them: trainers of this organisation and trainers from outside are two. */
export const ROLES = ['learner', 'trainer', 'trainer_external', 'admin'] as const
export type NamedRole = (typeof ROLES)[number]

/** A chosen role in the server's words. */
export function toServer(role: NamedRole): { role: Role; trainer_kind?: TrainerKind } {
  if (role === 'trainer') return { role, trainer_kind: 'internal' }
  if (role === 'trainer_external') return { role: 'trainer', trainer_kind: 'external' }
  return { role }
}
