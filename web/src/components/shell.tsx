import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { Connection } from '@/components/connection'
import { LanguageChoice } from '@/components/language-choice'
import { Logo } from '@/components/logo'
import { PageMenu } from '@/components/page-menu'
import { useServiceName } from '@/lib/service-name'
import { useMenu } from '@/lib/use-menu'

interface ShellProps {
  /** Of the browser's tab. */
  title: string
  /** `page` is for cards and tables, `read` for text. */
  width?: 'page' | 'read'
  children: ReactNode
}

/** Header, the page, footer. */
export function Shell({ title, width = 'page', children }: ShellProps) {
  const { t } = useTranslation()
  return (
    <div className="mx-auto flex min-h-dvh max-w-page flex-col px-4 sm:px-6">
      <title>{t('app.title', { title })}</title>
      <a
        href="#main"
        className="sr focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-raised focus:p-3"
      >
        {t('nav.skip')}
      </a>
      <Header />
      <Connection />
      <main
        id="main"
        tabIndex={-1}
        className={`w-full flex-1 pb-16 outline-none ${width === 'read' ? 'max-w-read' : ''}`}
      >
        {children}
      </main>
      <Footer />
    </div>
  )
}

function Header() {
  const { t } = useTranslation()
  return (
    <header className="mb-4 flex min-h-16 flex-wrap items-center gap-x-2 sm:mb-8 sm:gap-x-3">
      <Link to="/" className="mr-auto flex min-h-11 items-center gap-2.5 font-[620] text-ink no-underline">
        <Logo />
        {t('app.name')}
      </Link>
      <nav
        aria-label={t('nav.label')}
        className="flex max-sm:order-last max-sm:-mx-2 max-sm:w-[calc(100%+16px)] max-sm:justify-between sm:gap-2"
      >
        {useMenu('header').map(({ to, text }) => (
          <Link
            key={to}
            to={to}
            className="flex min-h-11 items-center px-2 text-[15px] text-muted no-underline hover:text-ink aria-[current=page]:font-[550] aria-[current=page]:text-ink"
          >
            {text}
          </Link>
        ))}
      </nav>
      <div className="-mr-2">
        <PageMenu />
      </div>
    </header>
  )
}

function Footer() {
  const { t } = useTranslation()
  const called = useServiceName()
  const { data } = useConfig()
  return (
    <footer className="flex flex-wrap items-center gap-x-5 border-t border-line py-3 text-sm text-muted max-sm:justify-between">
      {data && (
        <>
          <span className="num py-2">{t('footer.version', { version: data.version })}</span>
          <span className="py-2">
            {data.provider.hosted ? t('footer.hosted', { ...called(data.provider) }) : t('footer.local')}
          </span>
          {data.judge.hosted && data.consents.hosted_judge === true && (
            <span className="py-2">{t('footer.hosted_judge', { model: data.judge.model ?? '' })}</span>
          )}
        </>
      )}
      <span className="flex flex-wrap gap-x-4 whitespace-nowrap sm:ml-auto">
        <Link to="/voice" className="py-3 text-muted hover:text-ink">
          {t('footer.voice')}
        </Link>
        <Link to="/self-test" className="py-3 text-muted hover:text-ink">
          {t('footer.self_test')}
        </Link>
        <Link to="/usage" className="py-3 text-muted hover:text-ink">
          {t('footer.usage')}
        </Link>
        <a href="/docs" className="py-3 text-muted hover:text-ink">
          {t('footer.docs')}
        </a>
        <LanguageChoice />
      </span>
    </footer>
  )
}
