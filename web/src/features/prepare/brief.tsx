import { useTranslation } from 'react-i18next'
import type { ScenarioDetails } from '@/api/types'
import { Notice } from '@/components/notice'
import { useShipped } from '@/lib/shipped'

/** What you know before you speak: the person, your goal, and what will be looked at. */
export function Brief({ scenario }: { scenario: ScenarioDetails }) {
  const { t } = useTranslation()
  const { name, role } = scenario.partner
  const lang = scenario.language
  return (
    <div className="grid max-w-read gap-10">
      <section aria-labelledby="situation" className="grid gap-3">
        <h2 id="situation" className="sr">
          {t('before.situation')}
        </h2>
        <p lang={lang} className="text-lg">
          {scenario.role}
        </p>
        <p lang={lang} className="text-lg">
          {scenario.context}
        </p>
        {scenario.content_warning && (
          <Notice title={t('before.warning')}>
            <span lang={lang}>{scenario.content_warning}</span>
          </Notice>
        )}
      </section>
      <section aria-labelledby="goal" className="grid gap-3">
        <h2 id="goal">{t('before.goal')}</h2>
        <Points items={scenario.objectives} lang={lang} />
      </section>
      <section aria-labelledby="partner" className="grid gap-3">
        <h2 id="partner">{t('before.partner', { name })}</h2>
        <p lang={lang} className="text-muted">
          {role}
        </p>
        <Points items={scenario.partner.public_info} lang={lang} />
        <p className="text-sm text-muted">
          {scenario.opens === 'partner' ? t('before.partner_opens', { name }) : t('before.you_open')}
        </p>
      </section>
      <LookedAt rubric={scenario.rubric} />
    </div>
  )
}

function LookedAt({ rubric }: { rubric: ScenarioDetails['rubric'] }) {
  const { t } = useTranslation()
  const named = useShipped()
  return (
    <section aria-labelledby="looked-at">
      <h2 id="looked-at">{t('before.looked_at')}</h2>
      <p className="mt-1 text-muted">{t('before.looked_at_text', { rubric: named(rubric.title) })}</p>
      <dl className="mt-4">
        {rubric.elements.map((element) => (
          <div key={element.id} className="grid gap-x-6 gap-y-1 border-t border-line py-4 sm:grid-cols-[200px_1fr]">
            <dt className="font-semibold">{named(element.title)}</dt>
            <dd lang={element.language} className="grid gap-1">
              {element.looked_for.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Points({ items, lang }: { items: readonly string[]; lang: string }) {
  return (
    <ul lang={lang} className="grid gap-2">
      {items.map((item) => (
        <li
          key={item}
          className="relative pl-5 before:absolute before:top-[0.7em] before:left-0 before:h-[3px] before:w-2.5 before:rounded-full before:bg-edge"
        >
          {item}
        </li>
      ))}
    </ul>
  )
}
