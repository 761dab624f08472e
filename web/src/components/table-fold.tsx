import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** A picture's numbers as a table, folded away; made only when it is opened, for there may be hundreds of rows. */
export function TableFold({ label, children }: { label: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <details className="text-sm">
      <summary className="min-h-8 py-1.5 text-muted underline decoration-line underline-offset-4 hover:text-ink">
        {t('progress.as_table')}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="-mx-1 max-h-72 overflow-y-auto px-1" aria-label={label} tabIndex={0}>
        <table className="num w-full text-left">{children}</table>
      </section>
    </details>
  )
}
