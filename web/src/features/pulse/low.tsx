import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { PulseLow } from '@/api/types'
import { Card } from '@/components/card'

/** What everybody in the team could practise, because of what the team said together. */
export function Low({ low }: { low: readonly PulseLow[] }) {
  const { t } = useTranslation()
  const some = low.filter(({ scenarios }) => scenarios.length > 0)
  if (some.length === 0) return null
  return (
    <Card aria-labelledby="pulse-low" className="max-w-read">
      <h2 id="pulse-low">{t('pulse.low')}</h2>
      <p className="mt-1 text-muted">{t('pulse.low_text')}</p>
      <ul className="mt-4 grid gap-4">
        {some.map(({ theme, title, text, scenarios }) => (
          <li key={theme}>
            <p className="font-[550]">{title}</p>
            <p className="text-sm text-muted">{text}</p>
            <p className="flex flex-wrap gap-x-5">
              {scenarios.map((one) => (
                <Link
                  key={one.scenario_id}
                  to="/practice/$id"
                  params={{ id: one.scenario_id }}
                  lang={one.language}
                  className="linked inline-flex min-h-11 items-center"
                >
                  {one.title}
                </Link>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
