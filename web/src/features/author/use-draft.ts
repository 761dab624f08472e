import { useCallback, useEffect, useState } from 'react'
import type { Authoring } from '@/api/types'

type Written = Authoring['Written']

interface Kept {
  text: string
  version: number
}

const keyOf = (id: string) => `author:${id}`

/** What was written here and not saved, as long as it still belongs to the version on the server. */
function kept({ id, version, text }: Written): string | null {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null') as Kept | null
    return found && found.version === version && found.text !== text ? found.text : null
  } catch {
    return null
  }
}

function keep(id: string, draft: Kept | null) {
  try {
    if (draft) localStorage.setItem(keyOf(id), JSON.stringify(draft))
    else localStorage.removeItem(keyOf(id))
  } catch {
    // A browser that keeps nothing: the text lives as long as the page.
  }
}

/** The text that is being written: the one truth of form and code. It outlives the page, in this browser. */
export function useDraft(written: Written) {
  const { id } = written
  const [saved, setSaved] = useState<Kept>(() => ({ text: written.text, version: written.version }))
  const [text, change] = useState(() => kept(written) ?? written.text)
  const [broughtBack, setBroughtBack] = useState(text !== written.text)
  const unsaved = text !== saved.text
  useEffect(() => keep(id, unsaved ? { text, version: saved.version } : null), [id, text, unsaved, saved.version])

  /** The server has a new version; `sent` is what it was made of. What was written since stays. */
  const adopt = useCallback((now: Written, sent?: string) => {
    setSaved({ text: now.text, version: now.version })
    setBroughtBack(false)
    change((before) => (sent === undefined || before === sent ? now.text : before))
  }, [])
  const discard = useCallback(() => {
    setBroughtBack(false)
    change(saved.text)
  }, [saved.text])

  return { text, change, adopt, discard, broughtBack, version: saved.version, unsaved }
}

export type Draft = ReturnType<typeof useDraft>
