import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { pulseQuery } from '@/api/pulse'
import { Button, buttonClass } from '@/components/button'
import { Notice } from '@/components/notice'
import { Low } from './low'
import { usePulseWords } from './words'

const LATER = 'feedbackyes.pulse.later'

const isPutOff = (wave: string) => localStorage.getItem(LATER) === wave

/** What there is to remind of. A failure is no news on the home page. */
export function useReminder() {
  const { i18n } = useTranslation()
  return useQuery({ ...pulseQuery(i18n.language), retry: 0 })
}

/** On the home page: a pulse that waits for an answer, once, and what the team could practise. */
export function PulseReminder() {
  const { t } = useTranslation()
  const { when } = usePulseWords()
  const { data } = useReminder()
  const [putOff, setPutOff] = useState<string | null>(null)
  if (!data) return null
  const { now, low } = data
  const asks = now && !now.answered && putOff !== now.id && !isPutOff(now.id)
  if (!asks && low.length === 0) return null
  const later = (wave: string) => {
    localStorage.setItem(LATER, wave)
    setPutOff(wave)
  }
  return (
    <div className="mt-6 grid gap-4">
      {asks && (
        <Notice
          title={t('pulse.asks')}
          actions={
            <>
              <Link to="/pulse/answer" className={buttonClass('plain')}>
                {t('pulse.answer')}
              </Link>
              <Button variant="quiet" onClick={() => later(now.id)}>
                {t('pulse.not_now')}
              </Button>
            </>
          }
        >
          {t('pulse.asks_text', { date: when(now) })}
        </Notice>
      )}
      <Low low={low} />
    </div>
  )
}
