/** What a system outside can be told of. */
export const EVENTS = ['session.started', 'session.ended', 'session.analysed'] as const
export type WebhookEvent = (typeof EVENTS)[number]

/** As the locale file names them: it divides at points. */
const KEYS = {
  'session.started': 'session_started',
  'session.ended': 'session_ended',
  'session.analysed': 'session_analysed',
  'webhook.test': 'webhook_test',
} as const

export const eventKey = <T extends keyof typeof KEYS>(type: T): (typeof KEYS)[T] => KEYS[type]
