import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useScenario } from '@/api/scenarios'

/** The way back to the editor, for whoever wrote the scenario. */
export function EditScenario({ id }: { id: string | null }) {
  const { t } = useTranslation()
  const { data } = useScenario(id)
  if (id === null || data?.source !== 'mine') return null
  return (
    <Link
      to="/author/$id"
      params={{ id }}
      className="mb-1 inline-flex min-h-11 items-center text-sm text-muted hover:text-ink"
    >
      {t('author.back_to_editor')}
    </Link>
  )
}
