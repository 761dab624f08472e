import { X } from 'lucide-react'
import { type CSSProperties, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioProblem } from '@/api/types'
import { asNumber, asText, asTexts, useField } from './context'
import type { Path } from './text'

const PAUSE_MS = 300
export const inputClass =
  'min-h-11 w-full rounded border border-edge bg-raised px-3 text-base text-ink aria-invalid:border-danger'

interface FieldProps {
  path: Path
  label: string
  /** What belongs here, or what it does. */
  hint?: ReactNode
}

/** What is being typed. It is written into the text after a short pause; while one types, it stays as it was typed. */
function useTyped(value: string, write: (value: string) => void) {
  const [typed, setTyped] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(write)
  useEffect(() => {
    latest.current = write
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    value: typed ?? value,
    onChange: (next: string) => {
      setTyped(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => latest.current(next), PAUSE_MS)
    },
    onBlur: () => {
      clearTimeout(timer.current)
      if (typed !== null && typed !== value) latest.current(typed)
      setTyped(null)
    },
  }
}

interface LabelledProps extends Omit<FieldProps, 'path'> {
  id: string
  problems: readonly ScenarioProblem[]
  children: ReactNode
}

function Labelled({ id, label, hint, problems, children }: LabelledProps) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="text-sm font-[550]">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <FieldProblems id={`${id}-problems`} problems={problems} />
    </div>
  )
}

export function FieldProblems({ id, problems }: { id?: string; problems: readonly ScenarioProblem[] }) {
  if (problems.length === 0) return null
  return (
    <ul id={id} className="grid gap-0.5 text-sm">
      {problems.map((problem) => (
        <li
          key={`${problem.line} ${problem.message}`}
          className={problem.severity === 'error' ? 'text-danger' : 'text-partner-ink'}
        >
          {problem.message}
        </li>
      ))}
    </ul>
  )
}

const described = (id: string, hint: ReactNode, problems: readonly ScenarioProblem[]) =>
  [hint ? `${id}-hint` : '', problems.length > 0 ? `${id}-problems` : ''].filter(Boolean).join(' ') || undefined

const isWrong = (problems: readonly ScenarioProblem[]) => problems.some(({ severity }) => severity === 'error')

export function TextField({ path, label, hint }: FieldProps) {
  const id = useId()
  const { value, problems, set } = useField(path)
  const typed = useTyped(asText(value), set)
  return (
    <Labelled id={id} label={label} hint={hint} problems={problems}>
      <input
        id={id}
        value={typed.value}
        onChange={(event) => typed.onChange(event.currentTarget.value)}
        onBlur={typed.onBlur}
        aria-invalid={isWrong(problems)}
        aria-describedby={described(id, hint, problems)}
        className={inputClass}
      />
    </Labelled>
  )
}

interface AreaProps extends FieldProps {
  rows?: number
}

/** A paragraph. */
export function AreaField({ path, label, hint, rows = 3 }: AreaProps) {
  const id = useId()
  const { value, problems, set } = useField(path)
  const typed = useTyped(asText(value).trimEnd(), (text) => set(text.replace(/\s*\n\s*/g, ' ').trim()))
  return (
    <Labelled id={id} label={label} hint={hint} problems={problems}>
      <textarea
        id={id}
        rows={rows}
        value={typed.value}
        onChange={(event) => typed.onChange(event.currentTarget.value)}
        onBlur={typed.onBlur}
        aria-invalid={isWrong(problems)}
        aria-describedby={described(id, hint, problems)}
        className={`${inputClass} field-sizing-content resize-y py-2.5`}
      />
    </Labelled>
  )
}

/** A list of sentences, one on each line. */
export function LinesField({ path, label, hint, rows = 3 }: AreaProps) {
  const { t } = useTranslation()
  const id = useId()
  const { value, problems, set } = useField(path)
  const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '')
  const typed = useTyped(asTexts(value).join('\n'), (text) => set(lines(text).map((line) => line.trim())))
  const said = hint ?? t('author.one_a_line')
  return (
    <Labelled id={id} label={label} hint={said} problems={problems}>
      <textarea
        id={id}
        rows={rows}
        value={typed.value}
        onChange={(event) => typed.onChange(event.currentTarget.value)}
        onBlur={typed.onBlur}
        aria-invalid={isWrong(problems)}
        aria-describedby={described(id, said, problems)}
        className={`${inputClass} field-sizing-content resize-y py-2.5`}
      />
    </Labelled>
  )
}

interface NumberProps extends FieldProps {
  min: number
  max: number
  step: number
  /** What counts when nothing is written. */
  otherwise: number
}

/** A number on a scale, with what it does in words. */
export function RangeField({ path, label, hint, min, max, step, otherwise }: NumberProps) {
  const id = useId()
  const { value, problems, set } = useField(path)
  const typed = useTyped(String(asNumber(value, otherwise)), (next) => set(Number(next)))
  const share = (Number(typed.value) - min) / (max - min)
  return (
    <div className="grid min-w-0 content-start">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="text-sm font-[550]">
          {label}
        </label>
        <span className="num text-sm text-muted">{typed.value}</span>
      </div>
      <input
        id={id}
        type="range"
        {...{ min, max, step }}
        value={typed.value}
        onChange={(event) => typed.onChange(event.currentTarget.value)}
        onBlur={typed.onBlur}
        aria-describedby={described(id, hint, problems)}
        style={{ '--filled': `${share * 100}%` } as CSSProperties}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <FieldProblems id={`${id}-problems`} problems={problems} />
    </div>
  )
}

interface ChoiceProps extends FieldProps {
  options: readonly (readonly [value: string, text: string])[]
}

export function ChoiceField({ path, label, hint, options }: ChoiceProps) {
  const id = useId()
  const { value, problems, set } = useField(path)
  const now = asText(value)
  const known = options.some(([each]) => each === now)
  return (
    <Labelled id={id} label={label} hint={hint} problems={problems}>
      <select
        id={id}
        value={now}
        onChange={(event) => set(event.currentTarget.value)}
        aria-invalid={isWrong(problems)}
        aria-describedby={described(id, hint, problems)}
        className={`${inputClass} pill-select truncate pr-9`}
      >
        {!known && <option value={now}>{now}</option>}
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

/** Several of many: chosen ones stand as chips, the rest in a list. None takes the field away. */
export function ChipsField({ path, label, hint, options }: ChoiceProps) {
  const { t } = useTranslation()
  const id = useId()
  const { value, problems, set } = useField(path)
  const chosen = asTexts(value)
  const names = new Map(options)
  const choose = (next: string[]) => set(next.length > 0 ? next : undefined)
  return (
    <Labelled id={id} label={label} hint={hint} problems={problems}>
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {chosen.map((each) => (
            <li key={each} className="flex items-center rounded-full bg-sunk pl-3 text-sm">
              {names.get(each) ?? each}
              <button
                type="button"
                aria-label={t('author.remove_of', { name: names.get(each) ?? each })}
                onClick={() => choose(chosen.filter((other) => other !== each))}
                className="grid size-11 cursor-pointer place-items-center text-muted hover:text-ink"
              >
                <X aria-hidden="true" className="size-4" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <select
        id={id}
        value=""
        onChange={(event) => choose([...chosen, event.currentTarget.value])}
        aria-describedby={described(id, hint, problems)}
        className={`${inputClass} pill-select truncate pr-9`}
      >
        <option value="">{t('author.add_another')}</option>
        {options
          .filter(([each]) => !chosen.includes(each))
          .map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
      </select>
    </Labelled>
  )
}

/** Yes or no; no takes the field away, because it is what counts without it. */
export function SwitchField({ path, label, hint }: FieldProps) {
  const { value, problems, set } = useField(path)
  return (
    <label className="flex min-h-11 cursor-pointer items-start gap-3">
      <input
        type="checkbox"
        checked={value === true}
        onChange={(event) => set(event.currentTarget.checked ? true : undefined)}
        className="mt-1 size-4 shrink-0 accent-you"
      />
      <span className="text-sm">
        <span className="font-[550]">{label}</span>
        {hint && <span className="block text-muted">{hint}</span>}
        <FieldProblems problems={problems} />
      </span>
    </label>
  )
}
