import { type AudioDevice, type Call, listDevices, onDevicesChanged } from '@feedbackyes/realtime'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setPreferences } from '@/lib/preferences'

/** Another microphone in the middle of the talk. Nothing where there is only one. */
export function MicrophoneChoice({ call, current }: { call: Call; current: string }) {
  const { t } = useTranslation()
  const microphones = useMicrophones()
  if (microphones.length < 2) return null
  const choose = (id: string) => {
    setPreferences({ microphoneId: id })
    void call.chooseMicrophone(id)
  }
  return (
    <label className="mt-4 grid gap-1 text-sm text-muted">
      {t('check.microphone')}
      <select
        value={microphones.find(({ label }) => label === current)?.id ?? microphones[0]?.id}
        onChange={(event) => choose(event.currentTarget.value)}
        className="pill-select min-h-11 w-full truncate rounded border border-edge bg-raised pr-9 pl-3 text-base text-ink"
      >
        {microphones.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

function useMicrophones(): AudioDevice[] {
  const [microphones, setMicrophones] = useState<AudioDevice[]>([])
  useEffect(() => {
    let here = true
    const list = () =>
      void listDevices().then((devices) => {
        if (here) setMicrophones(devices.filter(({ kind, label }) => kind === 'microphone' && label !== ''))
      })
    list()
    const stop = onDevicesChanged(list)
    return () => {
      here = false
      stop()
    }
  }, [])
  return microphones
}
