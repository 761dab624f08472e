import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useDisagreements } from '@/api/after'
import { may } from '@/api/sessions'
import type { Disagreement, Report, Session } from '@/api/types'

interface Judged {
  sessionId: string
  report: Report
  /** Its reader may disagree with it. */
  disputable: boolean
  disagreements: readonly Disagreement[]
  judgements: number
}

const Context = createContext<Judged | null>(null)

interface JudgedProviderProps {
  session: Session
  /** None yet: then nothing can be done with it. */
  report: Report | undefined
  children: ReactNode
}

/** Everything inside knows which report it shows, and what its reader disagrees with. */
export function JudgedProvider({ session, report, children }: JudgedProviderProps) {
  const disputable = may(session, 'disagree')
  const { data } = useDisagreements(session.id, disputable)
  const judged = useMemo(() => {
    if (!report) return null
    const disagreements = (data?.items ?? []).filter((one) => isAbout(one, report))
    return { sessionId: session.id, report, disputable, disagreements, judgements: judgementsOf(report) }
  }, [session.id, disputable, report, data])
  return <Context value={judged}>{children}</Context>
}

/** Null outside of a report. */
export const useJudged = () => useContext(Context)

/** Another judge, other rules, or another level after a correction: that was another judgement. */
export function isAbout(one: Disagreement, report: Report): boolean {
  const { judge } = report
  if (one.rubric !== judge.rubric || one.rubric_hash !== judge.rubric_hash) return false
  if ((one.judge === 'basic') !== (judge.kind === 'basic')) return false
  if (one.element !== null) {
    const element = report.elements.find(({ id }) => id === one.element)
    return element !== undefined && element.level === one.level
  }
  return report.behaviours.some(
    (seen) => seen.name === one.behaviour && seen.turn_id === one.turn_id && seen.quote === one.quote,
  )
}

/** What was said of each element, and each behaviour that was noticed. */
export const judgementsOf = ({ elements, behaviours }: Report) =>
  elements.length + new Set(behaviours.map(({ name, turn_id, quote }) => `${name} ${turn_id} ${quote}`)).size
