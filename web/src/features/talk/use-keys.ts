import { useEffect, useRef } from 'react'
import { ownsKey } from '@/lib/keys'

interface Keys {
  talkKey: string
  stopKey: string
  hintKey: string
  onTalk: (talking: boolean) => void
  onStop: () => void
  onHint: () => void
}

/** The talk's keys, anywhere on the page except where a key is text or presses a control. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    let held = false
    const down = (event: KeyboardEvent) => {
      const { talkKey, stopKey, hintKey, onTalk, onStop, onHint } = current.current
      if (event.ctrlKey || event.altKey || event.metaKey || ownsKey(event.target, event.code)) return
      if (event.code === talkKey) {
        event.preventDefault()
        if (!held) onTalk(true)
        held = true
      } else if (event.code === stopKey && !event.repeat) onStop()
      else if (event.code === hintKey && !event.repeat) onHint()
    }
    const release = () => {
      if (held) current.current.onTalk(false)
      held = false
    }
    const up = (event: KeyboardEvent) => {
      if (event.code !== current.current.talkKey || !held) return
      event.preventDefault()
      release()
    }
    addEventListener('keydown', down)
    addEventListener('keyup', up)
    addEventListener('blur', release)
    return () => {
      removeEventListener('keydown', down)
      removeEventListener('keyup', up)
      removeEventListener('blur', release)
      release()
    }
  }, [])
}
