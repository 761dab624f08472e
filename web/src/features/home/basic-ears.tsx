import { useTranslation } from 'react-i18next'

/** Says plainly what the built-in recogniser and voice can do. */
export function BasicEars() {
  const { t } = useTranslation()
  return (
    <aside className="mt-14 rounded-card bg-sunk px-5 py-4">
      <p>
        <strong className="font-semibold">{t('ears.title')}</strong>{' '}
        <span className="text-muted">{t('ears.text')}</span>
      </p>
    </aside>
  )
}
