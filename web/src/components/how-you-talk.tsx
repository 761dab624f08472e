import { useTranslation } from 'react-i18next'
import { KeySetting } from '@/components/key-setting'
import { PatienceSlider } from '@/components/patience-slider'
import { RadioCard } from '@/components/radio-card'
import { keyName } from '@/lib/keys'
import { usePreferences } from '@/lib/preferences'

interface HowYouTalkProps {
  /** The voice service can leave it to you when your turn is over. */
  mayPush: boolean
  pushToTalk: boolean
  patienceMs: number
  onPushToTalk: (pushToTalk: boolean) => void
  onPatience: (ms: number) => void
}

/** Open microphone or push to talk, and how long the partner waits. */
export function HowYouTalk({ mayPush, pushToTalk, patienceMs, onPushToTalk, onPatience }: HowYouTalkProps) {
  const { t } = useTranslation()
  const { talkKey } = usePreferences()
  return (
    <div className="grid gap-4">
      <fieldset className="grid gap-2">
        <legend className="sr">{t('how.title')}</legend>
        <RadioCard name="talk-mode" checked={!pushToTalk} onChoose={() => onPushToTalk(false)} title={t('how.open')}>
          {t('how.open_text')}
        </RadioCard>
        {(mayPush || pushToTalk) && (
          <RadioCard name="talk-mode" checked={pushToTalk} onChoose={() => onPushToTalk(true)} title={t('how.push')}>
            {t('how.push_text', { key: keyName(talkKey) })}
          </RadioCard>
        )}
      </fieldset>
      {pushToTalk ? <KeySetting name="talkKey" /> : <PatienceSlider value={patienceMs} onChange={onPatience} />}
    </div>
  )
}
