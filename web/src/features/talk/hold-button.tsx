import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { keyName } from '@/lib/keys'

/** A press shorter than this is a click: it keeps the microphone open until the next one, for hands that cannot hold. */
const CLICK_MS = 350

interface HoldButtonProps {
  talking: boolean
  disabled: boolean
  /** The microphone is open anyway. */
  needless: boolean
  /** A phone's row has no room for it while it is needless. */
  away: boolean
  talkKey: string
  onTalk: (talking: boolean) => void
}

/** Held with a finger, or pressed once to begin and once more to send. */
export function HoldButton({ talking, disabled, needless, away, talkKey, onTalk }: HoldButtonProps) {
  const { t } = useTranslation()
  const pressedAt = useRef(0)
  const idle = disabled || needless
  const down = () => {
    if (idle) return
    pressedAt.current = talking ? Number.NEGATIVE_INFINITY : performance.now()
    onTalk(true)
  }
  const up = () => {
    if (performance.now() - pressedAt.current >= CLICK_MS) onTalk(false)
  }
  return (
    <Button
      data-talk
      variant={talking ? 'primary' : 'plain'}
      aria-pressed={talking}
      aria-disabled={idle}
      aria-keyshortcuts={talkKey}
      title={needless ? t('talk.hold_open') : undefined}
      className={`touch-none select-none max-sm:flex-1 max-sm:px-3! max-sm:whitespace-nowrap ${away ? 'max-sm:hidden' : ''}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture?.(event.pointerId)
        down()
      }}
      onPointerUp={up}
      onPointerCancel={up}
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        // From the Enter key or a screen reader: there was no finger.
        if (event.detail === 0 && !idle) onTalk(!talking)
      }}
    >
      {talking ? t('talk.release') : t('talk.hold')}
      <kbd className="rounded-sm border border-current/30 px-1.5 font-sans text-sm font-normal opacity-80 max-sm:hidden">
        {keyName(talkKey)}
      </kbd>
    </Button>
  )
}
