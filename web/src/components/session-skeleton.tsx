import { useTranslation } from 'react-i18next'
import { Slow } from '@/components/slow'

/** Where a talk, its report or what comes before it will stand. As tall as a page, so that the footer does not jump. */
export function SessionSkeleton() {
  const { t } = useTranslation()
  return (
    <div className="min-h-dvh">
      <Slow quiet what={t('session.loading')} />
      <div aria-hidden="true" className="grid gap-4">
        <div className="skeleton h-9 w-2/3" />
        <div className="skeleton h-4 w-1/3" />
        <div className="skeleton mt-6 h-[150px] w-full opacity-40" />
      </div>
    </div>
  )
}
