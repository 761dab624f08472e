import { useTranslation } from 'react-i18next'
import { useLevels } from '@/api/sessions'
import { Lanes } from '@/components/lanes'

const BINS = 80

/** A talk as a small picture of its two lanes; an empty line while there is nothing to draw. */
export function Thumbnail({ sessionId, height = 72 }: { sessionId: string; height?: number }) {
  const { t } = useTranslation()
  const { data, isPending } = useLevels(sessionId, BINS)
  if (isPending) return <div className="skeleton w-full opacity-40" style={{ height }} />
  return (
    <Lanes
      learner={data?.learner ?? []}
      partner={data?.partner ?? []}
      height={height}
      label={data ? t('lanes.thumbnail') : t('lanes.none')}
    />
  )
}
