import { Headphones, Mic, Play } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { LevelMeter } from '@/components/level-meter'
import { Notice } from '@/components/notice'
import { setPreferences, usePreferences } from '@/lib/preferences'
import { type CheckState, MicrophoneCheck, opensByItself } from './microphone-check'

/** Your own level and your own voice, before anybody else hears it. */
export function DeviceCheck() {
  const { t } = useTranslation()
  const check = useMicrophoneCheck()
  const state = useSyncExternalStore(check.subscribe, check.getSnapshot)
  const { microphoneId } = usePreferences()
  const open = state.phase !== 'off' && state.phase !== 'opening'
  return (
    <section aria-labelledby="device-check" className="grid gap-4">
      <h2 id="device-check">{t('check.title')}</h2>
      {state.problem && <MicrophoneProblem code={state.problem} />}
      {open ? (
        <OpenMicrophone check={check} state={state} />
      ) : (
        <Button disabled={state.phase === 'opening'} onClick={() => void check.open(microphoneId)}>
          <Mic aria-hidden="true" className="size-4" />
          {state.phase === 'opening' ? t('check.opening') : state.problem ? t('check.again') : t('check.open')}
        </Button>
      )}
      <p className="flex gap-2.5 text-sm text-muted">
        <Headphones aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        {t('check.headphones')}
      </p>
    </section>
  )
}

/** One check for as long as the page is there; it opens by itself where that needs no question. */
function useMicrophoneCheck(): MicrophoneCheck {
  const [check, setCheck] = useState(() => new MicrophoneCheck())
  const { microphoneId } = usePreferences()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice of microphone is opened where it is made
  useEffect(() => {
    const mine = new MicrophoneCheck()
    setCheck(mine)
    let here = true
    void opensByItself().then((allowed) => {
      if (allowed && here) void mine.open(microphoneId)
    })
    return () => {
      here = false
      mine.close()
    }
  }, [])
  return check
}

function MicrophoneProblem({ code }: { code: NonNullable<CheckState['problem']> }) {
  const { t } = useTranslation()
  return (
    <Notice tone="danger" role="alert" title={t(`call.problem.${code}.message`)}>
      {t(`call.problem.${code}.action`)}
    </Notice>
  )
}

/** Not to be pressed now, because it is at work: that is no reason to fade. */
const BUSY = 'text-ink! opacity-100!'

function OpenMicrophone({ check, state }: { check: MicrophoneCheck; state: CheckState }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="grid gap-2">
        <LevelMeter read={check.level} label={t('check.level')} />
        <p role="status" className="text-sm text-muted">
          {state.heard ? t('check.heard') : t('check.speak')}
        </p>
      </div>
      <Microphones check={check} state={state} />
      <div className="flex flex-wrap gap-3">
        <Button
          disabled={state.phase !== 'on'}
          className={state.phase === 'recording' ? BUSY : ''}
          onClick={() => check.record()}
        >
          {state.phase === 'recording' ? (
            <span aria-hidden="true" className="size-3 animate-pulse rounded-full bg-danger" />
          ) : (
            <Mic aria-hidden="true" className="size-4" />
          )}
          {state.phase === 'recording' ? t('check.recording') : t('check.record')}
        </Button>
        {state.sample && (
          <Button
            variant="quiet"
            disabled={state.phase !== 'on'}
            className={state.phase === 'playing' ? BUSY : ''}
            onClick={() => void check.play()}
          >
            <Play aria-hidden="true" className="size-4" />
            {state.phase === 'playing' ? t('check.playing') : t('check.play')}
          </Button>
        )}
      </div>
    </>
  )
}

function Microphones({ check, state }: { check: MicrophoneCheck; state: CheckState }) {
  const { t } = useTranslation()
  const { microphoneId } = usePreferences()
  if (state.microphones.length < 2) return null
  const known = state.microphones.some(({ id }) => id === microphoneId)
  return (
    <label className="grid gap-1 text-sm text-muted">
      {t('check.microphone')}
      <select
        value={known ? (microphoneId ?? '') : (state.microphones[0]?.id ?? '')}
        disabled={state.phase !== 'on'}
        onChange={(event) => {
          const id = event.currentTarget.value
          setPreferences({ microphoneId: id })
          void check.open(id)
        }}
        className="pill-select min-h-11 w-full truncate rounded border border-edge bg-raised pr-9 pl-3 text-base text-ink"
      >
        {state.microphones.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}
