/** Keys that work anywhere on the talk page, and how they are named. */

import i18next from 'i18next'

/** True where a key press is text or belongs to the control itself. */
export function ownsKey(target: EventTarget | null, code: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role="dialog"]')) return true
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  if (target instanceof HTMLInputElement) return code !== 'Escape' || target.type === 'text'
  const pressable = target.closest('button, a, summary')
  return pressable !== null && (code === 'Space' || code === 'Enter') && !pressable.hasAttribute('data-talk')
}

/** `KeyboardEvent.code` as it is printed on the key; the one that nothing is printed on in the reader's language. */
export function keyName(code: string): string {
  if (code === 'Escape') return 'Esc'
  if (code === 'Space') return i18next.t('keys.space')
  return code
    .replace(/^(Key|Digit)/, '')
    .replace(/^Numpad/, 'Num ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
}

const NOT_KEYS = new Set([
  'Tab',
  'Enter',
  'ShiftLeft',
  'ShiftRight',
  'ControlLeft',
  'ControlRight',
  'AltLeft',
  'AltRight',
  'MetaLeft',
  'MetaRight',
])

/** Keys that move the focus or press buttons stay what they are. */
export const canBeRemapped = (code: string) => code !== '' && !NOT_KEYS.has(code)
