import { useQueryClient } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { ChevronDown, Menu, UserRound } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { authQuery, hasAccount, useMe, useSignOut } from '@/api/accounts'
import type { Me } from '@/api/types'
import { Problem } from '@/components/problem'
import { roleOf } from '@/lib/menu'
import { useMenu } from '@/lib/use-menu'

const entryClass =
  'flex min-h-11 w-full items-center rounded px-3 text-left text-ink no-underline hover:bg-sunk aria-[current=page]:font-[550] aria-[current=page]:text-you'

/** What is not in the header: one's own things, what admins do, and the way out. */
export function PageMenu() {
  const { t } = useTranslation()
  const me = useMe()
  const id = useId()
  const [open, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const path = useLocation({ select: ({ pathname }) => pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has been gone to
  useEffect(() => setOpen(false), [path])
  useEffect(() => {
    if (!open) return
    const outside = (event: Event) => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
    }
  }, [open])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    event.stopPropagation()
    setOpen(false)
    button.current?.focus()
  }
  if (!me.data) return null
  const named = hasAccount(me.data)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it, wherever in it one is
    <div ref={whole} className="relative print:hidden" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 min-w-11 cursor-pointer items-center justify-center gap-1.5 rounded px-2 text-[15px] text-muted hover:text-ink aria-expanded:text-ink"
      >
        {named ? (
          <UserRound aria-hidden="true" className="size-[18px] shrink-0" />
        ) : (
          <Menu aria-hidden="true" className="size-5 shrink-0" />
        )}
        {named ? (
          <span className="max-w-32 truncate max-sm:sr">{me.data.name}</span>
        ) : (
          <span className="sr">{t('menu.more')}</span>
        )}
        {named && <ChevronDown aria-hidden="true" className="size-4 shrink-0 max-sm:hidden" />}
      </button>
      {open && (
        <div
          id={id}
          className="rise absolute top-full right-0 z-30 mt-1 w-64 max-w-[calc(100vw-2rem)] rounded-card bg-raised p-2 shadow-float"
        >
          <Entries me={me.data} />
        </div>
      )}
    </div>
  )
}

function Entries({ me }: { me: Me }) {
  const { t } = useTranslation()
  const account = hasAccount(me)
  return (
    <>
      {account && (
        <p className="border-b border-line px-3 pt-1.5 pb-3 wrap-anywhere">
          <span className="font-semibold">{me.name}</span>
          <span className="block text-sm text-muted">
            {[t(`roles.${roleOf(me)}`), me.team?.name].filter(Boolean).join(' · ')}
          </span>
        </p>
      )}
      <Group group="own" label={t('menu.own')} />
      <Group group="admin" label={t('menu.admin')} heading />
      {account && <SignOut />}
    </>
  )
}

function Group({ group, label, heading = false }: { group: 'own' | 'admin'; label: string; heading?: boolean }) {
  const entries = useMenu(group)
  if (entries.length === 0) return null
  return (
    <nav aria-label={label} className={heading ? 'mt-1 border-t border-line pt-2' : 'pt-1'}>
      {heading && (
        <p aria-hidden="true" className="px-3 pb-1 text-sm text-muted">
          {label}
        </p>
      )}
      <ul>
        {entries.map(({ to, text }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: true }} className={entryClass}>
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function SignOut() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const go = () =>
    signOut.mutate(undefined, {
      onSuccess: async () => {
        client.removeQueries({ queryKey: authQuery.queryKey })
        await navigate({ to: '/sign-in' })
        client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== authQuery.queryKey[0] })
      },
    })
  return (
    <div className="mt-1 border-t border-line pt-1">
      <button type="button" disabled={signOut.isPending} onClick={go} className={`${entryClass} cursor-pointer`}>
        {t('menu.sign_out')}
      </button>
      {signOut.isError && <Problem error={signOut.error} what={t('menu.not_signed_out')} />}
    </div>
  )
}
