import { expect, test } from 'vitest'
import { WIDTH } from '@/lib/plot'
import { point, theme } from '@/testing/pulse'
import { HEIGHT, LEFT, trendPlot } from './plot'

test('the ends of the scale are at the bottom and at the top', () => {
  const { ends } = trendPlot({ theme: theme(), points: [] })
  expect(ends).toEqual([
    { value: 1, y: HEIGHT - 20 },
    { value: 7, y: 10 },
  ])
})

test('a wave stands at its mean, with its interval, inside the scale', () => {
  const { marks } = trendPlot({ theme: theme(), points: [point({ value: 4, low: 2.5, high: 9 })] })
  expect(marks).toEqual([{ id: 'w1', x: (LEFT + WIDTH) / 2, y: 55, from: 77.5, to: 10 }])
})

test('what is not told has a mark without a height, and no part in the line of three waves', () => {
  const hidden = { ...point({ value: 0, low: 0, high: 0 }), figures: null, rolling: null, hidden: 'few' as const }
  const { marks, rolling } = trendPlot({
    theme: theme(),
    points: [point({ value: 4, low: 4, high: 4 }), hidden, point({ value: 7, low: 7, high: 7 })],
  })
  expect(marks.map(({ y, from }) => [y, from])).toEqual([
    [55, null],
    [null, null],
    [10, null],
  ])
  expect(rolling).toHaveLength(2)
})

test('a net score goes from minus to plus one hundred', () => {
  const net = { value: 0, low: -100, high: 100, promoters: 10, passives: 10, detractors: 10 }
  const shown = point({ value: 0, low: 0, high: 0 })
  const { marks } = trendPlot({
    theme: theme({ id: 'recommend', low: 0, high: 10 }),
    points: [{ ...shown, figures: shown.figures && { ...shown.figures, mean: null, net } }],
  })
  expect(marks[0]).toMatchObject({ y: 55, from: HEIGHT - 20, to: 10 })
})
