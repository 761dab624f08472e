import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { canBeRemapped, keyName } from '@/lib/keys'
import { setPreferences, usePreferences } from '@/lib/preferences'

const KEYS = ['talkKey', 'stopKey', 'hintKey'] as const

/** Shows a key and lets another one be chosen by pressing it. */
export function KeySetting({ name }: { name: (typeof KEYS)[number] }) {
  const { t } = useTranslation()
  const preferences = usePreferences()
  const [asking, setAsking] = useState(false)
  const others = KEYS.filter((key) => key !== name).map((key) => preferences[key])
  const taken = others.join(' ')
  useEffect(() => {
    if (!asking) return
    const take = (event: KeyboardEvent) => {
      setAsking(false)
      if (!canBeRemapped(event.code)) return
      event.preventDefault()
      event.stopPropagation()
      if (!taken.split(' ').includes(event.code)) setPreferences({ [name]: event.code })
    }
    addEventListener('keydown', take, { capture: true })
    return () => removeEventListener('keydown', take, { capture: true })
  }, [asking, name, taken])
  return (
    <div className="flex items-center gap-3">
      <span className="flex-1">{t(`keys.${name}`)}</span>
      <kbd className="rounded-sm border border-line px-2 py-0.5 font-sans text-sm">{keyName(preferences[name])}</kbd>
      <Button
        variant="quiet"
        className="-mr-3 px-3!"
        aria-label={t('keys.change_of', { what: t(`keys.${name}`) })}
        onClick={() => setAsking(!asking)}
        onBlur={() => setAsking(false)}
      >
        {asking ? t('keys.press') : t('keys.change')}
      </Button>
    </div>
  )
}
