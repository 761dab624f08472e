import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioProblem } from '@/api/types'
import { Button } from '@/components/button'

interface FoldProps {
  title: ReactNode
  /** Of what is inside. */
  problems: readonly ScenarioProblem[]
  /** A part of the form, or one entry in it. */
  level: 'part' | 'entry'
  open?: boolean
  children: () => ReactNode
}

/** A part that opens. What is inside is made when it is opened: a scenario has dozens of entries. */
export function Fold({ title, problems, level, open: first = false, children }: FoldProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(first)
  const errors = problems.some(({ severity }) => severity === 'error')
  const Title = level === 'part' ? 'h2' : 'h3'
  return (
    <div className={level === 'part' ? 'border-t border-line' : 'rounded border border-line bg-raised'}>
      <Title className={level === 'part' ? '' : 'text-base'}>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={`flex min-h-11 w-full cursor-pointer items-center gap-2 text-left ${level === 'part' ? 'py-2 font-semibold' : 'px-3 font-[550]'}`}
        >
          <ChevronRight
            aria-hidden="true"
            className={`size-4 shrink-0 text-muted transition-transform ${open ? 'rotate-90' : ''}`}
          />
          <span className="min-w-0 flex-1 wrap-anywhere">{title}</span>
          {problems.length > 0 && (
            <span className={`text-sm font-normal ${errors ? 'text-danger' : 'text-partner-ink'}`}>
              {t('author.to_look_at', { count: problems.length })}
            </span>
          )}
        </button>
      </Title>
      {open && (
        <div className={`grid grid-cols-1 gap-4 ${level === 'part' ? 'pt-1 pb-6' : 'px-3 pt-1 pb-4'}`}>
          {children()}
        </div>
      )}
    </div>
  )
}

interface EntriesProps {
  count: number
  add: string
  onAdd: () => void
  children: (i: number) => ReactNode
}

/** A list whose entries open one by one. */
export function Entries({ count, add, onAdd, children }: EntriesProps) {
  return (
    <div className="grid grid-cols-1 gap-2">
      {Array.from({ length: count }, (_, i) => children(i))}
      <Button className="justify-self-start" onClick={onAdd}>
        {add}
      </Button>
    </div>
  )
}

/** Takes one entry away. */
export function Remove({ what, onRemove }: { what: string; onRemove: () => void }) {
  return (
    <Button variant="quiet" className="-ml-4 justify-self-start text-sm" onClick={onRemove}>
      {what}
    </Button>
  )
}
