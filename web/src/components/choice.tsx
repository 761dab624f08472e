import { useId } from 'react'
import { inputClass } from '@/components/field'

interface ChoiceProps<T extends string> {
  label: string
  value: T
  values: readonly T[]
  text: (value: T) => string
  onChange: (value: T) => void
  disabled?: boolean
}

/** One of a few, with its name above. */
export function Choice<T extends string>({ label, value, values, text, onChange, disabled }: ChoiceProps<T>) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-[550]">
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value as T)}
        className={`${inputClass} pill-select truncate pr-9`}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {text(one)}
          </option>
        ))}
      </select>
    </div>
  )
}
