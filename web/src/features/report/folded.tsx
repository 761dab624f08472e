import { type ReactNode, useState } from 'react'

interface FoldedProps {
  title: string
  note?: string
  testId?: string
  /** Called when it is opened for the first time. */
  onOpen?: () => void
  children: ReactNode
}

/** A part of the report that waits until it is wanted. On paper everything is unfolded. */
export function Folded({ title, note, testId, onOpen, children }: FoldedProps) {
  const [opened, setOpened] = useState(false)
  return (
    <details
      className="mt-10 border-t border-line pt-3"
      data-testid={testId}
      onToggle={(event) => {
        if (!event.currentTarget.open || opened) return
        setOpened(true)
        onOpen?.()
      }}
    >
      <summary className="min-h-11 py-2.5">
        <h2 className="inline">{title}</h2>
        {note && <span className="mt-0.5 block pl-4 text-sm text-muted print:hidden">{note}</span>}
      </summary>
      <div className="pt-3">{children}</div>
    </details>
  )
}
