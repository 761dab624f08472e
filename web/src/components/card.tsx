import type { HTMLAttributes, ReactNode } from 'react'

export const cardClass = 'rounded-card border border-line bg-raised p-4.5 sm:p-6'

export function Card({ className = '', ...rest }: HTMLAttributes<HTMLElement>) {
  return <section className={`${cardClass} ${className}`} {...rest} />
}

export function Tag({ children }: { children: ReactNode }) {
  return <span className="rounded-full border border-line px-2.5 py-px text-sm text-muted">{children}</span>
}
