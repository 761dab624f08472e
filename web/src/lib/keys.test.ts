import { expect, test } from 'vitest'
import { canBeRemapped, keyName, ownsKey } from '@/lib/keys'

function element(html: string): HTMLElement {
  document.body.innerHTML = html
  const found = document.querySelector<HTMLElement>('[data-here]')
  if (!found) throw new Error('The markup marks no element.')
  return found
}

test('what is text stays text', () => {
  expect(ownsKey(element('<input type="text" data-here>'), 'Space')).toBe(true)
  expect(ownsKey(element('<textarea data-here></textarea>'), 'KeyJ')).toBe(true)
})

test('a button is pressed by Space, except the one for talking', () => {
  expect(ownsKey(element('<button><span data-here></span></button>'), 'Space')).toBe(true)
  expect(ownsKey(element('<button data-here></button>'), 'KeyJ')).toBe(false)
  expect(ownsKey(element('<button data-talk data-here></button>'), 'Space')).toBe(false)
})

test('a dialog keeps all keys', () => {
  expect(ownsKey(element('<div role="dialog"><p data-here></p></div>'), 'Escape')).toBe(true)
})

test('elsewhere keys are free', () => {
  expect(ownsKey(element('<p data-here></p>'), 'Space')).toBe(false)
  expect(ownsKey(null, 'Space')).toBe(false)
})

test('keys are named as they are printed', () => {
  expect(['KeyJ', 'Digit4', 'Escape', 'Space', 'ArrowLeft', 'Numpad0'].map(keyName)).toEqual([
    'J',
    '4',
    'Esc',
    'Space',
    'Arrow Left',
    'Num 0',
  ])
})

test('keys that move the focus cannot be taken', () => {
  expect(['Tab', 'Enter', 'ShiftLeft', ''].some(canBeRemapped)).toBe(false)
  expect(canBeRemapped('F8')).toBe(true)
})
