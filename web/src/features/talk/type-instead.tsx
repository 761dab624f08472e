import { SendHorizontal } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { useSpoken } from '@/components/spoken'

interface TypeInsteadProps {
  onSend: (text: string) => void
  onClose: () => void
  disabled: boolean
}

/** A line to write in, for when speaking is not possible. */
export function TypeInstead({ onSend, onClose, disabled }: TypeInsteadProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!text.trim() || disabled) return
    onSend(text)
    setText('')
  }
  return (
    <form onSubmit={send} className="flex w-full gap-2.5">
      <input
        ref={field}
        type="text"
        value={text}
        {...useSpoken()}
        maxLength={2000}
        autoComplete="off"
        enterKeyHint="send"
        aria-label={t('talk.type_label')}
        placeholder={t('talk.type_label')}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
        className="min-h-11 min-w-0 flex-1 rounded border border-edge bg-raised px-4 text-ink"
      />
      <Button
        type="submit"
        variant="primary"
        disabled={disabled || !text.trim()}
        aria-label={t('talk.send')}
        className="px-3.5!"
      >
        <SendHorizontal aria-hidden="true" className="size-4.5" />
      </Button>
    </form>
  )
}
