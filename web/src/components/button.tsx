import type { ButtonHTMLAttributes, Ref } from 'react'

export type Variant = 'primary' | 'plain' | 'quiet' | 'danger'

const SHAPE =
  'inline-flex min-h-11 max-w-full shrink-0 items-center justify-center gap-2 rounded border px-4.5 py-1.5 text-center font-[550] no-underline transition-colors cursor-pointer disabled:cursor-default disabled:opacity-50 print:hidden aria-disabled:cursor-default aria-disabled:opacity-50'
const VARIANTS: Record<Variant, string> = {
  primary: 'border-transparent bg-you text-on-you not-disabled:hover:bg-you-strong',
  plain: 'border-line bg-raised text-ink not-disabled:hover:border-edge',
  quiet: 'border-transparent bg-transparent text-muted not-disabled:hover:text-ink',
  danger: 'border-line bg-raised text-danger not-disabled:hover:border-danger',
}

/** The look of a button, for links that act like one. */
export const buttonClass = (variant: Variant = 'plain', extra = '') => `${SHAPE} ${VARIANTS[variant]} ${extra}`

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: Variant
  ref?: Ref<HTMLButtonElement>
}

export function Button({ variant = 'plain', className = '', ...rest }: ButtonProps) {
  return <button type="button" className={buttonClass(variant, className)} {...rest} />
}
