import { useTranslation } from 'react-i18next'

const TOP = 3

/** A level as filled dots: how much of it was there, not whether that is good. */
export function Dots({ level }: { level: number }) {
  const { t } = useTranslation()
  return (
    <span role="img" aria-label={t('report.level', { level, top: TOP })} className="inline-flex gap-1.5 pt-1.5">
      {Array.from({ length: TOP }, (_, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: three fixed dots
          key={i}
          className={`size-3 rounded-full border-2 ${i < level ? 'border-ink bg-ink' : 'border-edge'}`}
        />
      ))}
    </span>
  )
}
