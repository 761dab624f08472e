import type { Line } from '@feedbackyes/realtime'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface LinesProps {
  lines: readonly Line[]
  learner: string
  partner: string
  /** Of what is said. */
  language: string
}

/** What is being said; the newest line stays in view. */
export function Lines({ lines, learner, partner, language }: LinesProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the lines may make the text longer
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  return (
    <div
      ref={box}
      role="log"
      aria-live="polite"
      aria-label={t('talk.captions')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-[46dvh] min-h-40 overflow-y-auto rounded-card border border-line px-4 py-4"
    >
      <div className="grid max-w-read gap-4">
        {lines.length === 0 && <p className="text-muted">{t('monitor.nothing_said')}</p>}
        {lines.map(({ id, speaker, text, final }) => (
          <div key={id} aria-hidden={!final}>
            <p className={`text-sm font-semibold ${speaker === 'learner' ? 'text-you' : 'text-partner-ink'}`}>
              {speaker === 'learner' ? learner : partner}
            </p>
            <p lang={language} className={final ? '' : 'text-muted'}>
              {text}
            </p>
          </div>
        ))}
      </div>
    </div>
  )
}
