import type { Messages } from '@feedbackyes/realtime'
import type { i18n as I18n } from 'i18next'
import type en from '@/locales/en.json'

/** The call's own sentences, from the locale file. */
export function callMessages(i18n: I18n): Messages {
  const texts: typeof en = i18n.getResourceBundle(i18n.resolvedLanguage ?? 'en', 'translation')
  const { unknown, ...problems } = texts.call.problem
  return {
    problems,
    unknown,
    ended: texts.call.ended,
    webrtcMissing: texts.call.webrtc_missing,
    webrtcBlocked: texts.call.webrtc_blocked,
    socketBlocked: texts.call.socket_blocked,
    holdLonger: texts.call.hold_longer,
  }
}
