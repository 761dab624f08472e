import { useTranslation } from 'react-i18next'
import { RemoveModel } from './remove-model'

/** What is in the folder of models and not known: somebody put it there. */
export function OwnModels({ names }: { names: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="models-own">
      <h2 id="models-own">{t('models.own')}</h2>
      <ul className="mt-3 grid grid-cols-[minmax(0,1fr)] divide-y divide-line">
        {names.map((name) => (
          <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
            <span className="num min-w-[min(100%,14rem)] flex-1 wrap-anywhere">{name}</span>
            <RemoveModel name={name} />
          </li>
        ))}
      </ul>
    </section>
  )
}
