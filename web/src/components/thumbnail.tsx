import { Lanes } from '@feedbackyes/react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLevels } from '@/api/sessions'
import { heights } from '@/lib/lanes'

const BINS = 80
const NOTHING: number[] = []

interface ThumbnailProps {
  sessionId: string
  recorded: boolean
  height?: number
}

/** A talk as a small picture of its two lanes; an empty line when there is nothing to draw. */
export function Thumbnail({ sessionId, recorded, height = 72 }: ThumbnailProps) {
  const { t } = useTranslation()
  const { data, isPending } = useLevels(sessionId, BINS, recorded)
  const [learner, partner] = useMemo(
    () => (data ? [heights(data.learner), heights(data.partner)] : [NOTHING, NOTHING]),
    [data],
  )
  if (recorded && isPending) return <div className="skeleton w-full opacity-40" style={{ height }} />
  return (
    <Lanes
      durationMs={data?.duration_ms ?? 0}
      learner={learner}
      partner={partner}
      height={height}
      labels={false}
      messages={{ recorded: data ? t('lanes.thumbnail') : t('lanes.none') }}
    />
  )
}
