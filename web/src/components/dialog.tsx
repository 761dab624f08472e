import * as Radix from '@radix-ui/react-dialog'
import type { ReactNode } from 'react'

interface DialogProps {
  open: boolean
  /** Called by Escape and by a press outside. Without it the dialog waits for an answer. */
  onClose?: () => void
  title: string
  children: ReactNode
  /** The answers, the safe one first. */
  actions: ReactNode
}

export function Dialog({ open, onClose, title, children, actions }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose?.()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[oklch(0.2_0.01_60/0.45)]" />
        <Radix.Content
          className="rise fixed inset-x-4 bottom-4 z-50 mx-auto max-h-[calc(100dvh-2rem)] max-w-[520px] overflow-y-auto rounded-card bg-raised p-6 shadow-float sm:top-1/2 sm:bottom-auto sm:-translate-y-1/2"
          aria-describedby={undefined}
        >
          <Radix.Title className="text-xl font-semibold tracking-[-0.01em]">{title}</Radix.Title>
          <div className="mt-3 grid gap-3">{children}</div>
          <div className="mt-6 flex flex-wrap justify-end gap-3">{actions}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
