import type { KeyboardEvent } from 'react'
import type { PulseTheme } from '@/api/types'

interface QuestionProps {
  theme: PulseTheme
  id: string
  text: string
  value: number | undefined
  /** It is what keeps the others of its theme from being sent. */
  missing: string | undefined
  onChoose: (value: number) => void
}

/** One question with its scale. A digit chooses as well. */
export function Question({ theme, id, text, value, missing, onChoose }: QuestionProps) {
  const scale = Array.from({ length: theme.high - theme.low + 1 }, (_, place) => theme.low + place)
  const byDigit = (event: KeyboardEvent) => {
    const digit = Number(event.key)
    if (event.key.trim() !== '' && scale.includes(digit) && !event.ctrlKey && !event.metaKey && !event.altKey)
      onChoose(digit)
  }
  return (
    <fieldset id={`ask-${id}`} onKeyDown={byDigit} aria-describedby={missing && `missing-${id}`}>
      <legend className="mb-2 text-lg text-pretty">{text}</legend>
      <div
        className={
          scale.length > 7 ? 'grid grid-cols-6 gap-1 sm:grid-cols-11' : 'grid auto-cols-fr grid-flow-col gap-1'
        }
      >
        {scale.map((one) => (
          <label
            key={one}
            className="num relative flex min-h-11 cursor-pointer items-center justify-center rounded border border-edge bg-raised hover:border-ink has-checked:border-you has-checked:bg-you has-checked:font-semibold has-checked:text-on-you has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-you"
          >
            <input
              type="radio"
              name={id}
              value={one}
              checked={value === one}
              onChange={() => onChoose(one)}
              className="sr"
              aria-label={
                one === theme.low
                  ? `${one}, ${theme.lowest}`
                  : one === theme.high
                    ? `${one}, ${theme.highest}`
                    : `${one}`
              }
            />
            {one}
          </label>
        ))}
      </div>
      <p aria-hidden="true" className="mt-1 flex justify-between gap-4 text-sm text-muted">
        <span>{theme.lowest}</span>
        <span className="text-right">{theme.highest}</span>
      </p>
      {missing && (
        <p id={`missing-${id}`} role="alert" className="mt-1 text-sm text-danger">
          {missing}
        </p>
      )}
    </fieldset>
  )
}
