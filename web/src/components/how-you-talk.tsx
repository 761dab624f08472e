import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { KeySetting } from '@/components/key-setting'
import { PatienceSlider } from '@/components/patience-slider'
import { keyName } from '@/lib/keys'
import { usePreferences } from '@/lib/preferences'

interface HowYouTalkProps {
  pushToTalk: boolean
  patienceMs: number
  onPushToTalk: (pushToTalk: boolean) => void
  onPatience: (ms: number) => void
}

/** Open microphone or push to talk, and how long the partner waits. */
export function HowYouTalk({ pushToTalk, patienceMs, onPushToTalk, onPatience }: HowYouTalkProps) {
  const { t } = useTranslation()
  const { talkKey } = usePreferences()
  const { data: config } = useConfig()
  const mayPush = config?.provider.push_to_talk !== false
  return (
    <div className="grid gap-4">
      <fieldset className="grid gap-2">
        <legend className="sr">{t('how.title')}</legend>
        <Choice checked={!pushToTalk} onChoose={() => onPushToTalk(false)} title={t('how.open')}>
          {t('how.open_text')}
        </Choice>
        {(mayPush || pushToTalk) && (
          <Choice checked={pushToTalk} onChoose={() => onPushToTalk(true)} title={t('how.push')}>
            {t('how.push_text', { key: keyName(talkKey) })}
          </Choice>
        )}
      </fieldset>
      {pushToTalk ? <KeySetting name="talkKey" /> : <PatienceSlider value={patienceMs} onChange={onPatience} />}
    </div>
  )
}

interface ChoiceProps {
  checked: boolean
  onChoose: () => void
  title: string
  children: string
}

function Choice({ checked, onChoose, title, children }: ChoiceProps) {
  return (
    <label className="flex cursor-pointer gap-3 rounded border border-line px-4 py-3 hover:border-edge has-checked:border-you has-checked:bg-you-soft">
      <input
        type="radio"
        name="talk-mode"
        checked={checked}
        onChange={onChoose}
        className="mt-1 size-4 shrink-0 accent-you"
      />
      <span>
        <span className="font-[550]">{title}</span>
        <span className="block text-sm text-muted">{children}</span>
      </span>
    </label>
  )
}
