import type { Observable } from './observable.ts'

export const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Whether something holds before `ms` have passed; it is looked at whenever `of` has changed. */
export async function holdsWithin(ms: number, holds: () => boolean, of: Observable): Promise<boolean> {
  let forget = () => {}
  const told = new Promise<void>((resolve) => {
    forget = of.subscribe(() => holds() && resolve())
  })
  if (!holds()) await Promise.race([told, later(ms)])
  forget()
  return holds()
}
