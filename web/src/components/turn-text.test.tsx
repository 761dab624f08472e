import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { parts, TurnText } from '@/components/turn-text'
import { turn } from '@/testing/data'

const word = (text: string, confidence: number | null) => ({ text, start_ms: 0, end_ms: 0, confidence })
const said = (text: string, confidences: (number | null)[]) =>
  turn({
    text,
    words: text.split(' ').map((part, i) => word(part.replace(/\W/g, '').toLowerCase(), confidences[i] ?? null)),
  })

test('a doubtful word is marked and everything else is left as it was written', () => {
  const found = parts(said('On Friday, the report', [0.9, 0.3, 0.9, 0.9]))
  expect(found.map(({ text, doubtful }) => [text, doubtful])).toEqual([
    ['On ', false],
    ['Friday', true],
    [', the report', false],
  ])
})

test('doubtful neighbours are one mark', () => {
  expect(parts(said('so we said no', [0.9, 0.2, 0.3, 0.9])).map(({ text }) => text)).toEqual(['so ', 'we said', ' no'])
})

test('half sure is sure enough', () => {
  expect(parts(said('yes', [0.5])).some(({ doubtful }) => doubtful)).toBe(false)
})

test('a turn without words is doubted as a whole', () => {
  expect(parts(turn({ text: 'how do you see it', confidence: 0.3 }))).toEqual([
    { text: 'how do you see it', doubtful: true, at: 0 },
  ])
})

test('words that are not in the text do not lose the text', () => {
  const odd = turn({ text: 'Twenty-two people', words: [word('22', 0.1), word('people', 0.9)], confidence: 0.8 })
  expect(parts(odd)).toEqual([{ text: 'Twenty-two people', doubtful: false, at: 0 }])
})

test('the partner is never doubted', () => {
  expect(parts(turn({ speaker: 'partner', confidence: 0.1 })).some(({ doubtful }) => doubtful)).toBe(false)
})

test('doubt is said in words too, and a partner who was cut off trails away', () => {
  const { container } = render(<TurnText turn={said('on Friday', [0.9, 0.1])} />)
  expect(screen.getByTitle('Not sure that this was heard right')).toHaveTextContent('Friday')
  render(<TurnText turn={turn({ speaker: 'partner', text: 'I mean, the', interrupted: true })} />, { container })
  expect(container).toHaveTextContent('I mean, the …')
})
