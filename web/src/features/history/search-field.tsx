import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettled } from '@/lib/hooks'

const PAUSE_MS = 300
const LONGEST = 200

/** Words to look for. They stand in the address, so that the way back leads to what was found. */
export function SearchField({ query }: { query: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [text, setText] = useState(query)
  const wanted = useSettled(text, PAUSE_MS).trim()
  const last = useRef(query)
  useEffect(() => {
    if (wanted === last.current) return
    last.current = wanted
    void navigate({ to: '/history', search: wanted ? { q: wanted } : {}, replace: true })
  }, [wanted, navigate])
  useEffect(() => {
    if (query === last.current) return
    last.current = query
    setText(query)
  }, [query])
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers of the last years know the role, not all the element
    <form role="search" onSubmit={(event) => event.preventDefault()} className="relative flex w-full sm:w-72">
      <Search aria-hidden="true" className="pointer-events-none absolute top-3.5 left-4 size-4 text-muted" />
      <input
        type="search"
        value={text}
        maxLength={LONGEST}
        aria-label={t('history.search')}
        placeholder={t('history.search')}
        onChange={(event) => setText(event.currentTarget.value)}
        className="min-h-11 w-full min-w-0 rounded-full border border-edge bg-raised pr-3 pl-10 text-[15px] text-ink hover:border-ink"
      />
    </form>
  )
}
