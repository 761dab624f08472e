import { type CSSProperties, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { PATIENCE } from '@/lib/preferences'

interface PatienceSliderProps {
  value: number
  onChange: (ms: number) => void
}

/** How long the partner waits before it takes a pause for the end of your turn. */
export function PatienceSlider({ value, onChange }: PatienceSliderProps) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const seconds = (value / 1000).toLocaleString(i18n.language, { minimumFractionDigits: 1 })
  const share = (value - PATIENCE.min) / (PATIENCE.max - PATIENCE.min)
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-semibold">
          {t('patience.label')}
        </label>
        <span className="num text-muted">{t('patience.seconds', { seconds })}</span>
      </div>
      <input
        id={id}
        type="range"
        min={PATIENCE.min}
        max={PATIENCE.max}
        step={PATIENCE.step}
        value={value}
        aria-valuetext={t('patience.seconds', { seconds })}
        style={{ '--filled': `${share * 100}%` } as CSSProperties}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <div className="-mt-2 flex justify-between text-sm text-muted">
        <span>{t('patience.short')}</span>
        <span>{t('patience.long')}</span>
      </div>
    </div>
  )
}
