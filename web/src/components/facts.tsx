import type { ReactNode } from 'react'

/** Names with what is so, one under the other. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="num mt-3 grid grid-cols-[minmax(6.5rem,auto)_minmax(0,1fr)] gap-x-5 gap-y-1.5">{children}</dl>
}

export function Fact({ name, note, children }: { name: string; note?: string | undefined; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">
        {children}
        {note && <span className="block text-sm text-muted">{note}</span>}
      </dd>
    </>
  )
}
