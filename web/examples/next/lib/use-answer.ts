'use client'
import { useEffect, useState } from 'react'
import { ask } from './api'

/** What the server answers to a GET; `again` asks once more. */
export function useAnswer<T>(path: string): { value: T | null; problem: string | null; again: () => void } {
  const [value, setValue] = useState<T | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [asked, setAsked] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` is what asks again
  useEffect(() => {
    let wanted = true
    ask<T>(path).then(
      (answer) => {
        if (!wanted) return
        setValue(answer)
        setProblem(null)
      },
      (error: Error) => wanted && setProblem(error.message),
    )
    return () => {
      wanted = false
    }
  }, [path, asked])
  return { value, problem, again: () => setAsked((count) => count + 1) }
}
