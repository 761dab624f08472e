import { Lightbulb, X } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAskHint } from '@/api/takes'
import { Button } from '@/components/button'
import { keyName } from '@/lib/keys'
import { usePreferences } from '@/lib/preferences'

/** `lang`: of `text`, where it is another than the page's. */
interface Shown {
  text: string
  lang?: string
}

/** One hint at a time, when it is asked for; the next one takes its place. */
export function useHints(sessionId: string) {
  const { t } = useTranslation()
  const { mutate, isPending } = useAskHint(sessionId)
  const [shown, setShown] = useState<Shown | null>(null)
  const ask = useCallback(() => {
    if (isPending) return
    mutate(undefined, {
      onSuccess: ({ text, language }) =>
        setShown(text === null ? { text: t('hint.nothing') } : { text, lang: language }),
      onError: () => setShown({ text: t('hint.failed') }),
    })
  }, [mutate, isPending, t])
  return { ask, asking: isPending, shown, close: () => setShown(null) }
}

export type Hints = ReturnType<typeof useHints>

export function HintButton({ hints, disabled }: { hints: Hints; disabled: boolean }) {
  const { t } = useTranslation()
  const { hintKey } = usePreferences()
  return (
    <Button
      aria-keyshortcuts={hintKey}
      variant="quiet"
      disabled={disabled}
      aria-busy={hints.asking}
      onClick={hints.ask}
      className="max-sm:px-2!"
    >
      <Lightbulb aria-hidden="true" className="size-4.5 max-sm:hidden" />
      {t('hint.ask')}
      <kbd className="rounded-sm border border-current/30 px-1.5 font-sans text-sm font-normal opacity-80 max-sm:hidden">
        {keyName(hintKey)}
      </kbd>
    </Button>
  )
}

/** The hint itself: quiet, above the controls, until it is put away. */
export function ShownHint({ hints }: { hints: Hints }) {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('hint.label')} data-testid="hint">
      {hints.shown && (
        <div className="flex items-start gap-3 rounded-card bg-sunk py-1 pr-1 pl-4">
          <Lightbulb aria-hidden="true" className="mt-3 size-4 shrink-0 text-muted" />
          <p lang={hints.shown.lang} className="flex-1 py-2.5">
            {hints.shown.text}
          </p>
          <Button variant="quiet" aria-label={t('hint.close')} onClick={hints.close} className="px-3!">
            <X aria-hidden="true" className="size-4" />
          </Button>
        </div>
      )}
    </div>
  )
}
