import { LiveLevels } from '@feedbackyes/realtime'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Lanes, LiveLanes } from '../src/index.ts'
import { BAR, barCount, GAP, gather, lanePath } from '../src/lane-geometry.ts'
import { clock } from '../src/lanes.tsx'
import { windowAt } from '../src/live-lanes.tsx'

beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(598)
})

describe('the shapes', () => {
  test('bars fill the width', () => {
    expect(barCount(598)).toBe(120)
    expect(barCount(0)).toBe(0)
  })

  test('the learner is above the middle, the partner below, silence is a gap', () => {
    expect(lanePath([1], 'learner', 100)).toBe('M0.00 45.5v-41.0a1.5 1.5 0 0 1 3 0v41.0a1.5 1.5 0 0 1 -3 0z')
    expect(lanePath([1], 'partner', 100)).toBe('M0.00 54.5v41.0a1.5 1.5 0 0 0 3 0v-41.0a1.5 1.5 0 0 0 -3 0z')
    expect(lanePath([0, 0], 'learner', 100)).toBe('')
  })

  test('the loudest of what falls into a bar counts, and few levels make wide steps', () => {
    expect(gather([0.1, 0.9, 0.2, 0.3], 2)).toEqual([0.9, 0.3])
    expect(gather([0.5, 1], 4)).toEqual([0.5, 0.5, 1, 1])
    expect(gather([], 2)).toEqual([0, 0])
  })
})

describe('live', () => {
  test('the first minute begins at the left, after that the present stays at the right', () => {
    expect(windowAt(0, 598)).toMatchObject({ firstBar: 0, offset: 0, now: 0 })
    expect(windowAt(30_000, 598)).toMatchObject({ firstBar: 0, offset: 0, now: 60 * (BAR + GAP) })
    expect(windowAt(60_750, 598)).toMatchObject({ firstBar: 1, offset: 2.5, now: 597 })
  })

  test('draws what was heard, each side in its lane', async () => {
    let now = 0
    const levels = new LiveLevels(() => now)
    levels.start()
    const frames: FrameRequestCallback[] = []
    vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((callback) => frames.push(callback))
    vi.spyOn(globalThis, 'cancelAnimationFrame').mockImplementation(() => {})
    const { container } = render(<LiveLanes levels={levels} />)
    now = 600
    levels.heardLearner(new Int16Array(2400).fill(8192))
    act(() => frames.at(-1)?.(now))
    const lane = (side: string) => container.querySelector(`.fy-lanes-${side}`)?.getAttribute('d')
    expect(lane('you')).toMatch(/^M5\.00 /)
    expect(lane('partner')).toBe('')
    expect(screen.getByRole('img', { name: /you above/ })).toBeTruthy()
  })
})

describe('a finished talk', () => {
  const show = (props: Partial<Parameters<typeof Lanes>[0]> = {}) =>
    render(<Lanes durationMs={60_000} learner={[0.5, 0]} partner={[0, 0.5]} {...props} />)

  test('is a picture with words', () => {
    show({ overlaps: [{ startMs: 30_000, endMs: 33_000 }] })
    expect(screen.getByRole('img', { name: /two lanes/ })).toBeTruthy()
    expect(document.querySelector('.fy-lanes-overlap')?.getAttribute('x')).toBe('50.000%')
    expect(screen.queryByRole('slider')).toBeNull()
  })

  test('says who is above and who below, unless it is too small for words', () => {
    const { container, rerender } = show({ messages: { partner: 'Marc' } })
    expect([...container.querySelectorAll('.fy-lanes-who')].map((who) => who.textContent)).toEqual(['You', 'Marc'])
    rerender(<Lanes durationMs={1} learner={[]} partner={[]} labels={false} />)
    expect(container.querySelector('.fy-lanes-who')).toBeNull()
  })

  test('marks are buttons that say what they play', async () => {
    const onMark = vi.fn()
    show({ marks: [{ id: 'm', atMs: 15_000, label: 'cut off' }], onMark })
    await userEvent.click(screen.getByRole('button', { name: '0:15 cut off' }))
    expect(onMark).toHaveBeenCalledWith('m')
  })

  test('a mark seeks when nobody asks for marks', async () => {
    const onSeek = vi.fn()
    show({ marks: [{ id: 'm', atMs: 15_000, label: 'x' }], onSeek })
    await userEvent.click(screen.getByRole('button'))
    expect(onSeek).toHaveBeenCalledExactlyOnceWith(15_000)
  })

  test('a click seeks to where it is', async () => {
    const onSeek = vi.fn()
    show({ onSeek })
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 0, 600, 100))
    await userEvent.pointer({ keys: '[MouseLeft]', target: screen.getByRole('slider'), coords: { clientX: 250 } })
    expect(onSeek).toHaveBeenCalledWith(15_000)
  })

  test('the keyboard seeks within the talk', async () => {
    const onSeek = vi.fn()
    show({ onSeek, positionMs: 58_000 })
    const slider = screen.getByRole('slider')
    expect(slider.getAttribute('aria-valuetext')).toBe('At 0:58')
    act(() => slider.focus())
    await userEvent.keyboard('{ArrowLeft}{ArrowRight}{Home}x')
    expect(onSeek.mock.calls).toEqual([[53_000], [60_000], [0]])
  })

  test('times are minutes and seconds', () => {
    expect([0, 9_999, 61_000, 600_000].map(clock)).toEqual(['0:00', '0:09', '1:01', '10:00'])
  })
})
