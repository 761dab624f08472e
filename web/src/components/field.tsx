import { type InputHTMLAttributes, type ReactNode, useId } from 'react'

export const inputClass =
  'min-h-11 w-full rounded border border-edge bg-raised px-3 text-ink placeholder:text-muted aria-invalid:border-danger disabled:opacity-60'

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'id'> {
  label: string
  value: string
  onChange: (value: string) => void
  /** Said before anything is wrong. */
  hint?: ReactNode
  /** What is wrong with it. */
  refused?: string | undefined
}

/** One line to fill in, with its name above and what is wrong below. */
export function Field({ label, hint, refused, onChange, className = '', ...rest }: FieldProps) {
  const id = useId()
  const told = [hint ? `${id}-hint` : '', refused ? `${id}-refused` : ''].filter(Boolean).join(' ')
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-[550]">
        {label}
      </label>
      <input
        id={id}
        className={`${inputClass} ${className}`}
        aria-invalid={refused !== undefined}
        aria-describedby={told || undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...rest}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {refused && (
        <p id={`${id}-refused`} role="alert" className="text-sm text-danger">
          {refused}
        </p>
      )}
    </div>
  )
}
