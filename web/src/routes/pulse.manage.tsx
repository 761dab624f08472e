import { useQuery } from '@tanstack/react-query'
import { createFileRoute, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/client'
import { wavesQuery } from '@/api/pulse'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { WaveCard } from '@/features/pulse/wave-card'
import { WaveForm } from '@/features/pulse/wave-form'

export const Route = createFileRoute('/pulse/manage')({ component: ManagePage })

const FORBIDDEN = 403

/** Opening pulses and closing them, for trainers and admins. */
function ManagePage() {
  const { t } = useTranslation()
  const waves = useQuery(wavesQuery)
  const refused = waves.error instanceof ApiError && waves.error.status === FORBIDDEN ? waves.error : null
  return (
    <Shell title={t('pulse.manage')} width="read">
      <h1>{t('pulse.manage')}</h1>
      <p className="mt-2">
        <Link to="/pulse" className="linked inline-flex min-h-11 items-center">
          {t('pulse.see')}
        </Link>
      </p>
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-6">
        {waves.isPending && <Slow what={t('pulse.loading')} />}
        {refused && <Notice title={t('pulse.not_yours')}>{refused.message}</Notice>}
        {waves.isError && !refused && (
          <Problem error={waves.error} what={t('pulse.failed')} retry={() => void waves.refetch()} />
        )}
        {waves.data && (
          <>
            <WaveForm teams={waves.data.teams} />
            {waves.data.items.length === 0 ? (
              <p className="text-muted">{t('pulse.no_waves')}</p>
            ) : (
              <ul aria-label={t('pulse.waves')} className="grid grid-cols-[minmax(0,1fr)] gap-4">
                {waves.data.items.map((wave) => (
                  <li key={wave.id}>
                    <WaveCard wave={wave} />
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </div>
    </Shell>
  )
}
