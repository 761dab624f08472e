import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Slow } from '@/components/slow'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const passes = (ms: number) => act(() => vi.advanceTimersByTime(ms))

test('where nothing else shows that something comes, words do soon', () => {
  render(<Slow what="The talks are being loaded." />)
  expect(screen.getByRole('status')).toHaveClass('sr')
  passes(500)
  expect(screen.getByRole('status')).not.toHaveClass('sr')
  expect(screen.getByRole('status')).toHaveTextContent('The talks are being loaded.')
})

test('beside a skeleton words come only when it takes long', () => {
  render(<Slow quiet what="The talks are being loaded." />)
  passes(3000)
  expect(screen.getByRole('status')).toHaveClass('sr')
  passes(2000)
  expect(screen.getByRole('status')).not.toHaveClass('sr')
})
