import { useTranslation } from 'react-i18next'
import type { ScenarioProblem } from '@/api/types'

interface ProblemListProps {
  problems: readonly ScenarioProblem[]
  onGo: (line: number) => void
}

/** Everything to look at, errors first; a press leads to its line. */
export function ProblemList({ problems, onGo }: ProblemListProps) {
  const { t } = useTranslation()
  const sorted = [...problems].sort((a, b) => rank(a) - rank(b) || a.line - b.line)
  return (
    <ul aria-label={t('author.problems')} className="grid">
      {sorted.map((problem) => (
        <li
          key={`${problem.line} ${problem.path.join('.')} ${problem.message}`}
          className="border-t border-line first:border-t-0"
        >
          <button
            type="button"
            onClick={() => onGo(problem.line)}
            className="flex min-h-11 w-full cursor-pointer items-baseline gap-3 py-2 text-left text-sm hover:text-you"
          >
            <span className="num w-16 shrink-0 text-muted">{t('author.line', { line: problem.line })}</span>
            <span className="min-w-0">
              <span className={`font-[550] ${problem.severity === 'error' ? 'text-danger' : 'text-partner-ink'}`}>
                {t(problem.severity === 'error' ? 'author.error' : 'author.warning')}
              </span>
              {' · '}
              <span lang="en">{problem.message}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const rank = ({ severity }: ScenarioProblem) => (severity === 'error' ? 0 : 1)
