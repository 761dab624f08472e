import { useQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/api/authoring'
import { modelsQuery } from '@/api/models'
import { AdminNav } from '@/components/admin-nav'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { ModelCard } from '@/features/models/model-card'
import { OwnModels } from '@/features/models/own-models'
import { megabytes } from '@/lib/format'
import { isAdmin } from '@/lib/menu'

export const Route = createFileRoute('/models')({
  component: ModelsPage,
  staticData: { menu: { text: 'nav.models', order: 40, group: 'admin', for: isAdmin } },
})

const STAGES = ['stt', 'tts'] as const

/** Better ears and voices, for admins. */
function ModelsPage() {
  const { t } = useTranslation()
  const me = useQuery(meQuery)
  return (
    <Shell title={t('models.title')}>
      <AdminNav />
      <h1>{t('models.title')}</h1>
      <p className="mt-2 mb-8 max-w-read text-muted">{t('models.text')}</p>
      {me.isPending && <Slow what={t('models.loading')} />}
      {me.isError && <Problem error={me.error} what={t('models.failed')} retry={() => void me.refetch()} />}
      {me.data &&
        (me.data.role === 'admin' ? (
          <div className="max-w-read">
            <Known />
          </div>
        ) : (
          <Notice title={t('models.admins_only')}>{t('models.admins_only_text')}</Notice>
        ))}
    </Shell>
  )
}

function Known() {
  const { t, i18n } = useTranslation()
  const { data, error, isPending, refetch } = useQuery(modelsQuery)
  if (isPending) return <Slow what={t('models.loading')} />
  if (!data) return <Problem error={error} what={t('models.failed')} retry={() => void refetch()} />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      {!data.runs && <Notice title={t('models.no_library')}>{t('models.no_library_text')}</Notice>}
      {STAGES.map((stage) => (
        <section key={stage} aria-labelledby={`models-${stage}`}>
          <h2 id={`models-${stage}`}>{t(`models.${stage}`)}</h2>
          <ul className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-4">
            {data.items
              .filter((model) => model.stage === stage)
              .map((model) => (
                <li key={model.name}>
                  <ModelCard model={model} chosen={data.chosen[stage] ?? ''} />
                </li>
              ))}
          </ul>
        </section>
      ))}
      {data.own.length > 0 && <OwnModels names={data.own} />}
      <p className="num text-sm wrap-anywhere text-muted">
        {t('models.folder', { folder: data.folder, free: megabytes(data.free_bytes, i18n.language) })}
      </p>
    </div>
  )
}
