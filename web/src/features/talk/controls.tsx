import type { Call, CallState } from '@feedbackyes/realtime'
import { Keyboard, Mic, MicOff } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { usePreferences } from '@/lib/preferences'
import { HintButton, type Hints, ShownHint } from './ask-hint'
import { Whispered } from './followed'
import { HoldButton } from './hold-button'
import { TypeInstead } from './type-instead'
import { useKeys } from './use-keys'

interface ControlsProps {
  call: Call
  state: CallState
  /** Null: this talk has none. */
  hints: Hints | null
}

/** One row: the microphone, hold to talk, type instead, a hint where they are wanted, end. */
export function Controls({ call, state, hints }: ControlsProps) {
  const { t } = useTranslation()
  const { talkKey, stopKey, hintKey } = usePreferences()
  const live = state.status.phase === 'live'
  const hold = useHold(call, state)
  const [typing, setTyping] = useState(false)
  const typeButton = useRef<HTMLButtonElement>(null)
  const onHint = () => live && hints?.ask()
  useKeys({ talkKey, stopKey, hintKey, onTalk: hold.talk, onStop: () => void call.interrupt(), onHint })
  const textOnly = state.mode === 'text'
  const over = state.status.phase === 'failed' || state.status.phase === 'ended'
  const closeTyping = () => {
    setTyping(false)
    typeButton.current?.focus()
  }
  if (over) return null
  return (
    <div className="sticky bottom-0 -mx-4 grid gap-3 border-t border-line bg-paper px-4 pt-3 pb-[max(16px,env(safe-area-inset-bottom))] sm:mx-0 sm:px-0 sm:pt-4 sm:pb-6">
      {hints && <ShownHint hints={hints} />}
      <Whispered followed={state.followed} />
      {(typing || textOnly) && (
        <TypeInstead disabled={!live} onSend={(text) => void call.sendText(text)} onClose={closeTyping} />
      )}
      <div role="toolbar" aria-label={t('talk.controls')} className="flex flex-wrap items-center gap-2 sm:gap-2.5">
        {state.mode === 'open-mic' && (
          <Button aria-pressed={state.muted} onClick={() => call.setMuted(!state.muted)} className="max-sm:px-3!">
            {state.muted ? (
              <MicOff aria-hidden="true" className="size-4" />
            ) : (
              <Mic aria-hidden="true" className="size-4" />
            )}
            {state.muted ? t('talk.unmute') : t('talk.mute')}
          </Button>
        )}
        {!textOnly && (
          <HoldButton
            talking={hold.talking}
            disabled={!live}
            needless={!hold.possible}
            away={hints !== null && !hold.possible}
            talkKey={talkKey}
            onTalk={hold.talk}
          />
        )}
        {!textOnly && (
          <Button
            ref={typeButton}
            variant="quiet"
            aria-expanded={typing}
            aria-label={t('talk.type')}
            onClick={() => setTyping(!typing)}
            className="max-sm:px-2!"
          >
            <Keyboard aria-hidden="true" className="size-4.5 max-sm:hidden" />
            <span className="max-sm:hidden">{t('talk.type')}</span>
            <span className="sm:hidden">{t('talk.type_short')}</span>
          </Button>
        )}
        {hints && <HintButton hints={hints} disabled={!live} />}
        <Button
          variant="danger"
          aria-label={t('talk.end_and_feedback')}
          disabled={state.status.phase === 'ending'}
          onClick={() => void call.end()}
          className="ml-auto max-sm:px-3!"
        >
          <span className="sm:hidden">{t('talk.end')}</span>
          <span className="max-sm:hidden">{t('talk.end_and_feedback')}</span>
        </Button>
      </div>
    </div>
  )
}

/**
 * Holding means: be heard now. With push-to-talk it begins and ends a turn; with a muted open microphone it opens it for
 * as long. An open microphone needs no holding.
 */
function useHold(call: Call, state: CallState) {
  const [opened, setOpened] = useState(false)
  const possible = state.mode === 'push-to-talk' || state.muted || opened
  const talk = (talking: boolean) => {
    if (state.mode === 'push-to-talk') {
      void (talking ? call.startTalking() : call.stopTalking())
    } else if (talking && state.muted) {
      setOpened(true)
      call.setMuted(false)
    } else if (!talking && opened) {
      setOpened(false)
      call.setMuted(true)
    }
  }
  return { possible, talk, talking: state.talking || opened }
}
