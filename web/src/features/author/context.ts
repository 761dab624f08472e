import { createContext, useContext } from 'react'
import type { ScenarioProblem } from '@/api/types'
import { at, type Path, type Value } from './text'

/** What every field of the form works on. */
export interface Form {
  data: Record<string, Value>
  problems: readonly ScenarioProblem[]
  set: (path: Path, value: Value | undefined) => void
}

export const FormContext = createContext<Form>({ data: {}, problems: [], set: () => {} })

export const useForm = () => useContext(FormContext)

/** One field: its value, what is wrong in it, and how to change it. */
export function useField(path: Path) {
  const { data, problems, set } = useForm()
  return {
    value: at(data, path),
    problems: problems.filter((problem) => path.every((part, i) => String(problem.path[i]) === String(part))),
    set: (value: Value | undefined) => set(path, value),
  }
}

export const asText = (value: Value | undefined) => (value === undefined || value === null ? '' : String(value))
export const asList = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : [])
export const asTexts = (value: Value | undefined) => asList(value).map((each) => asText(each))
export const asNumber = (value: Value | undefined, otherwise: number) => (typeof value === 'number' ? value : otherwise)
