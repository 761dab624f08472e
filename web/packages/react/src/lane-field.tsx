import type { ReactNode, RefObject } from 'react'
import type { LanesMessages } from './messages.ts'

interface LaneFieldProps {
  /** The field that the lanes fill; what is inside is placed in it. */
  box: RefObject<HTMLDivElement | null>
  height: number
  labels: boolean
  words: LanesMessages
  className: string | undefined
  children: ReactNode
}

/** The place of two lanes, with who speaks above and who below. The picture says the same in words. */
export function LaneField({ box, height, labels, words, className, children }: LaneFieldProps) {
  return (
    <div className={`fy-lanes ${className ?? ''}`}>
      {labels && (
        <span className="fy-lanes-who" data-speaker="learner" aria-hidden="true">
          {words.you}
        </span>
      )}
      <div ref={box} className="fy-lanes-field" style={{ minHeight: height }}>
        {children}
      </div>
      {labels && (
        <span className="fy-lanes-who" data-speaker="partner" aria-hidden="true">
          {words.partner}
        </span>
      )}
    </div>
  )
}
