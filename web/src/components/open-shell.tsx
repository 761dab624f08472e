import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Logo } from '@/components/logo'

interface OpenShellProps {
  /** Of the browser's tab. */
  title: string
  children: ReactNode
}

/** The frame of pages for people whom the server does not know yet: no menu, and nothing is asked of the server. */
export function OpenShell({ title, children }: OpenShellProps) {
  const { t } = useTranslation()
  return (
    <div className="mx-auto flex min-h-dvh max-w-[26rem] flex-col px-4 sm:px-0">
      <title>{t('app.title', { title })}</title>
      <header className="flex min-h-16 items-center gap-2.5 font-[620] sm:mt-[10vh]">
        <Logo />
        {t('app.name')}
      </header>
      <main id="main" tabIndex={-1} className="w-full flex-1 pt-4 pb-16 outline-none">
        {children}
      </main>
    </div>
  )
}
