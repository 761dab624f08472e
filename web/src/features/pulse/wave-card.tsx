import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCancelWave, useCloseWave } from '@/api/pulse'
import type { PulseWave } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass, Tag } from '@/components/card'
import { Dialog } from '@/components/dialog'
import { Problem } from '@/components/problem'
import { day } from '@/lib/format'

const MOST_NAMES = 6

/** One wave: whom it asks, how it goes, and what can be done with it. */
export function WaveCard({ wave }: { wave: PulseWave }) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const date = (at: number) => day(new Date(at).toISOString(), i18n.language)
  const names = wave.teams.map(({ name }) => name || t('pulse.no_team'))
  const more = names.length - MOST_NAMES
  return (
    <article aria-labelledby={id} className={`${cardClass} grid gap-2`}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 id={id} className="font-semibold">
          {wave.title || t('pulse.wave_of', { date: date(wave.opens_at) })}
        </h3>
        <Tag>{t(`pulse.state_${wave.state}`)}</Tag>
      </div>
      <p className="num text-sm text-muted">
        {t('pulse.from_to', { from: date(wave.opens_at), to: date(wave.closes_at - 1) })}
      </p>
      <p className="text-sm text-muted">
        {names.slice(0, MOST_NAMES).join(', ')} {more > 0 && t('pulse.more_teams', { count: more })}
      </p>
      <p className="text-sm text-muted">{wave.sets.map((one) => t(`pulse.set_${one}`)).join(', ')}</p>
      {wave.answered !== null && (
        <p className="num text-sm">
          {wave.answered > 0
            ? t('pulse.so_far', { answered: wave.answered, people: wave.people })
            : t('pulse.so_far_few', { people: wave.people })}
        </p>
      )}
      {wave.state !== 'closed' && <Endings wave={wave} />}
    </article>
  )
}

function Endings({ wave }: { wave: PulseWave }) {
  const { t } = useTranslation()
  const close = useCloseWave()
  const cancel = useCancelWave()
  const [sure, setSure] = useState<'close' | 'cancel' | null>(null)
  const ends = sure === 'cancel' ? cancel : close
  const failed = close.error ?? cancel.error
  return (
    <>
      <div className="mt-1 flex flex-wrap gap-3">
        {wave.state === 'open' && <Button onClick={() => setSure('close')}>{t('pulse.close')}</Button>}
        <Button variant="danger" onClick={() => setSure('cancel')}>
          {t('pulse.cancel')}
        </Button>
      </div>
      {failed && <Problem error={failed} what={t('pulse.not_ended')} />}
      <Dialog
        open={sure !== null}
        onClose={() => setSure(null)}
        title={t(sure === 'cancel' ? 'pulse.cancel_sure' : 'pulse.close_sure')}
        actions={
          <>
            <Button onClick={() => setSure(null)}>{t('pulse.keep')}</Button>
            <Button
              variant={sure === 'cancel' ? 'danger' : 'primary'}
              disabled={ends.isPending}
              onClick={() => ends.mutate(wave.id, { onSettled: () => setSure(null) })}
            >
              {t(sure === 'cancel' ? 'pulse.cancel' : 'pulse.close')}
            </Button>
          </>
        }
      >
        <p>{t(sure === 'cancel' ? 'pulse.cancel_text' : 'pulse.close_text')}</p>
      </Dialog>
    </>
  )
}
