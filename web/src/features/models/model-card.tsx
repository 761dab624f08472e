import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useCancelPull, usePullModel } from '@/api/models'
import type { Model } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass, Tag } from '@/components/card'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { languageName, megabytes } from '@/lib/format'
import { RemoveModel } from './remove-model'

/** So many languages are named; of more it is said how many. */
const NAMED = 6

interface ModelCardProps {
  model: Model
  /** The back end of its stage, by the settings. */
  chosen: string
}

/** One model: what it is, whose it is, and how to get it. */
export function ModelCard({ model, chosen }: ModelCardProps) {
  const { t, i18n } = useTranslation()
  const pull = usePullModel(model.name)
  const size = megabytes(model.size, i18n.language)
  const fetchable = !model.installed && !model.pull
  return (
    <article aria-label={model.what} className={cardClass}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <h3 className="min-w-[min(100%,16rem)] flex-1 text-[17px] leading-[1.3] font-semibold">{model.what}</h3>
        {model.installed && <Tag>{t(model.in_use ? 'models.in_use' : 'models.installed')}</Tag>}
      </div>
      <p className="num mt-1 text-sm wrap-anywhere text-muted">{model.name}</p>
      <dl className="num mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <Fact name={t('models.languages')} value={<Languages tags={model.languages} />} />
        <Fact name={t('models.licence')} value={model.licence} />
        <Fact
          name={t('models.download')}
          value={t(model.checked ? 'models.from_checked' : 'models.from', { size, source: model.source })}
        />
      </dl>
      {model.pull && <Progress model={model} pull={model.pull} />}
      {model.failure && fetchable && (
        <div className="mt-4">
          <Notice tone="danger" role="alert" title={t('models.not_installed')}>
            <span className="wrap-anywhere">{model.failure}</span>
          </Notice>
        </div>
      )}
      {fetchable && (
        <Button className="mt-4" disabled={pull.isPending} onClick={() => pull.mutate()}>
          {model.failure ? t('problem.retry') : t('models.fetch', { size })}
        </Button>
      )}
      {model.installed && !model.in_use && <HowToUse model={model} chosen={chosen} />}
      {pull.isError && <Problem error={pull.error} what={t('models.not_begun')} />}
    </article>
  )
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">{value}</dd>
    </>
  )
}

function Languages({ tags }: { tags: readonly string[] }) {
  const { t, i18n } = useTranslation()
  const names = tags.map((tag) => languageName(tag, i18n.language))
  if (names.length <= NAMED) return names.join(', ')
  return <span title={names.join(', ')}>{t('models.many_languages', { count: names.length })}</span>
}

/** How far a download is, whoever asked for it. */
function Progress({ model, pull }: { model: Model; pull: NonNullable<Model['pull']> }) {
  const { t, i18n } = useTranslation()
  const cancel = useCancelPull(model.name)
  const id = useId()
  const here = Math.floor(pull.fetched / 1e6)
  const text =
    pull.state === 'fetching'
      ? t('models.so_far', { here, total: megabytes(pull.total, i18n.language) })
      : t(`models.${pull.state}`)
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-[min(100%,14rem)] flex-1">
        <progress
          aria-labelledby={id}
          value={pull.state === 'waiting' ? 0 : Math.min(pull.fetched, pull.total)}
          max={pull.total}
          className="block h-1.5 w-full appearance-none overflow-hidden rounded-full border-0 bg-sunk [&::-moz-progress-bar]:bg-you [&::-webkit-progress-bar]:bg-sunk [&::-webkit-progress-value]:bg-you"
        />
        <p id={id} className="num mt-1.5 text-sm text-muted">
          {text}
        </p>
      </div>
      {pull.state !== 'installing' && (
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('models.cancel')}
        </Button>
      )}
      {cancel.isError && <Problem error={cancel.error} what={t('models.not_cancelled')} />}
    </div>
  )
}

/** It is here, and somebody has to say that it is to be used. */
function HowToUse({ model, chosen }: ModelCardProps) {
  const { t } = useTranslation()
  const setting = model.stage === 'stt' ? 'FEEDBACKYES_STT' : 'FEEDBACKYES_TTS'
  const line = chosen === 'sherpa' ? `${setting}_FOLDER=${model.name}` : `${setting}=auto`
  return (
    <div className="mt-4 flex flex-wrap items-end gap-x-4 gap-y-3">
      <div className="min-w-[min(100%,16rem)] flex-1">
        <p>{t(chosen === 'auto' ? 'models.restart' : 'models.set_and_restart')}</p>
        {chosen !== 'auto' && <code className="mt-1 block text-sm wrap-anywhere text-muted">{line}</code>}
      </div>
      <RemoveModel name={model.name} />
    </div>
  )
}
