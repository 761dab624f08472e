import { createFileRoute, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useWritten, vocabularyQuery, writtenQuery } from '@/api/authoring'
import { ApiError } from '@/api/client'
import { NotFound } from '@/components/not-found'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { Editor } from '@/features/author/editor'

export const Route = createFileRoute('/author/$id')({
  component: Author,
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(vocabularyQuery)
    void context.queryClient.prefetchQuery(writtenQuery(params.id))
  },
})

/** The editor of one scenario. */
function Author() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = Route.useParams()
  const written = useWritten(id)
  if (written.error instanceof ApiError && [403, 404].includes(written.error.status))
    return <NotFound title={t('author.gone')} text={t('author.gone_text')} />
  return (
    <Shell title={written.data?.title ?? t('author.yours')}>
      <Link to="/author" className="-mt-2 mb-1 inline-flex min-h-11 items-center text-sm text-muted hover:text-ink">
        {t('author.yours')}
      </Link>
      {written.isPending && <Slow what={t('author.loading')} />}
      {written.isError && (
        <Problem error={written.error} what={t('author.failed')} retry={() => void written.refetch()} />
      )}
      {written.data &&
        (written.data.editable ? (
          <Editor
            key={id}
            written={written.data}
            onTry={(version) => void navigate({ to: '/practice/$id', params: { id }, search: { version } })}
            onDeleted={() => void navigate({ to: '/author' })}
          />
        ) : (
          <p>{t('author.not_yours')}</p>
        ))}
    </Shell>
  )
}
