import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMenu } from '@/lib/use-menu'

/** The pages of those who run this server, side by side above each of them. On a phone the row scrolls. */
export function AdminNav() {
  const { t } = useTranslation()
  const entries = useMenu('admin')
  const row = useRef<HTMLElement>(null)
  const path = useLocation({ select: ({ pathname }) => pathname })
  const count = entries.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row is there once its entries are known
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>('[aria-current]')
    if (row.current && here) row.current.scrollLeft = here.offsetLeft - row.current.clientWidth / 3
  }, [path, count])
  if (count < 2) return null
  return (
    <nav
      ref={row}
      aria-label={t('menu.admin')}
      className="relative -mx-4 mb-6 overflow-x-auto px-4 [scrollbar-width:none] print:hidden"
    >
      <ul className="flex w-max min-w-full gap-1 border-b border-line">
        {entries.map(({ to, text }) => (
          <li key={to}>
            <Link
              to={to}
              activeOptions={{ exact: true }}
              className="flex min-h-11 items-center border-b-2 border-transparent px-3 text-[15px] whitespace-nowrap text-muted no-underline hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-you aria-[current=page]:font-[550] aria-[current=page]:text-ink"
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
