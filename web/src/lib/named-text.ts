import { useTranslation } from 'react-i18next'

/**
 * Texts whose name comes from the server, such as a behaviour's or a reason's. A name that the locale file does not
 * know yet gives an empty text, so that the caller can say something else.
 */
export function useNamedText() {
  const { i18n } = useTranslation()
  return (key: string, values: Record<string, unknown> = {}): string =>
    i18n.exists(key) ? i18n.t(key, { ...values, defaultValue: '' }) : ''
}
