import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import '@feedbackyes/react/styles.css'
import './site.css'

export const metadata: Metadata = { title: 'Voice practice', description: 'Rehearse a conversation out loud.' }

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <header>
          <nav aria-label="Pages">
            <Link href="/">Scenarios</Link>
            <Link href="/speech">Free conversation</Link>
          </nav>
        </header>
        <main>{children}</main>
      </body>
    </html>
  )
}
