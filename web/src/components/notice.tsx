import type { ReactNode } from 'react'

interface NoticeProps {
  tone?: 'plain' | 'danger'
  title?: string
  children?: ReactNode
  actions?: ReactNode
  /** `alert` is read out at once, `status` when there is a pause. */
  role?: 'alert' | 'status' | undefined
}

/** A quiet panel that says what is so and what to do. */
export function Notice({ tone = 'plain', title, children, actions, role }: NoticeProps) {
  return (
    <div
      role={role}
      className={`flex flex-wrap items-center gap-x-5 gap-y-3 rounded-card px-5 py-4 ${tone === 'danger' ? 'bg-danger-soft' : 'bg-sunk'}`}
    >
      <div className="min-w-[min(100%,16rem)] flex-1">
        {title && <p className={`font-semibold ${tone === 'danger' ? 'text-danger' : ''}`}>{title}</p>}
        {children && <div className="text-muted">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-3 empty:hidden">{actions}</div>}
    </div>
  )
}
