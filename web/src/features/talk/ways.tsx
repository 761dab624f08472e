import type { Call, CallState } from '@feedbackyes/realtime'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { HowYouTalk } from '@/components/how-you-talk'
import { KeySetting } from '@/components/key-setting'
import { keyName } from '@/lib/keys'
import { setPreferences, usePreferences } from '@/lib/preferences'
import { MicrophoneChoice } from './microphone-choice'

interface WaysProps {
  call: Call
  state: CallState
  partner: string
  mayPush: boolean
}

/** Under the lanes: stop the partner, and how long it waits for you. */
export function Ways({ call, state, partner, mayPush }: WaysProps) {
  const { t, i18n } = useTranslation()
  const { patienceMs, stopKey } = usePreferences()
  const [open, setOpen] = useState(false)
  const speaking = state.status.phase === 'live' && state.status.activity === 'speaking'
  const seconds = (patienceMs / 1000).toLocaleString(i18n.language, { minimumFractionDigits: 1 })
  return (
    <div className="flex items-center justify-between gap-3 border-b border-line py-1">
      <Button
        variant="quiet"
        aria-disabled={!speaking}
        aria-keyshortcuts={stopKey}
        onClick={() => speaking && void call.interrupt()}
        className={`-ml-3 px-3! ${speaking ? 'text-ink!' : ''}`}
      >
        {t('talk.stop_partner', { partner })}
        <kbd className="rounded-sm border border-line px-1.5 font-sans text-sm font-normal text-muted max-sm:hidden">
          {keyName(stopKey)}
        </kbd>
      </Button>
      {state.mode !== 'text' && (
        <Button variant="quiet" aria-haspopup="dialog" onClick={() => setOpen(true)} className="-mr-3 px-3!">
          {state.mode === 'push-to-talk' ? t('how.push') : t('talk.patience', { seconds })}
        </Button>
      )}
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('how.title')}
        actions={
          <Button variant="primary" onClick={() => setOpen(false)}>
            {t('talk.back')}
          </Button>
        }
      >
        <HowYouTalk
          mayPush={mayPush}
          pushToTalk={state.mode === 'push-to-talk'}
          patienceMs={patienceMs}
          onPushToTalk={(pushToTalk) => {
            setPreferences({ pushToTalk })
            call.setMode(pushToTalk ? 'push-to-talk' : 'open-mic')
          }}
          onPatience={(ms) => {
            setPreferences({ patienceMs: ms })
            call.setPatience(ms)
          }}
        />
        <KeySetting name="stopKey" />
        <MicrophoneChoice call={call} current={state.microphone} />
      </Dialog>
    </div>
  )
}
