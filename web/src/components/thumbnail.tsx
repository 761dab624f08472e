import { Lanes } from '@feedbackyes/react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isAudible, useLevels } from '@/api/sessions'
import type { Session } from '@/api/types'
import { heights } from '@/lib/lanes'

const BINS = 80
const NOTHING: number[] = []

interface ThumbnailProps {
  session: Session
  height?: number
}

/** A talk as a small picture of its two lanes; an empty line when there is nothing to draw. */
export function Thumbnail({ session, height = 72 }: ThumbnailProps) {
  const { t } = useTranslation()
  const audible = isAudible(session)
  const { data, isPending } = useLevels(session.id, BINS, audible)
  const [learner, partner] = useMemo(
    () => (data ? [heights(data.learner), heights(data.partner)] : [NOTHING, NOTHING]),
    [data],
  )
  if (audible && isPending) return <div className="skeleton w-full opacity-40" style={{ height }} />
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
