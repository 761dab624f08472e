import type { ReactNode } from 'react'

interface RadioCardProps {
  name: string
  checked: boolean
  onChoose: () => void
  title: string
  children: ReactNode
}

/** One of several ways, with what it means. */
export function RadioCard({ name, checked, onChoose, title, children }: RadioCardProps) {
  return (
    <label className="flex cursor-pointer gap-3 rounded border border-line px-4 py-3 hover:border-edge has-checked:border-you has-checked:bg-you-soft">
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={onChoose}
        className="mt-1 size-4 shrink-0 accent-you"
      />
      <span className="min-w-0">
        <span className="font-[550]">{title}</span>
        <span className="block text-sm text-muted">{children}</span>
      </span>
    </label>
  )
}
