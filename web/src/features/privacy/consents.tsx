import { useTranslation } from 'react-i18next'
import { useAnswer, useConsentsGiven } from '@/api/privacy'
import type { ConsentQuestion, ConsentsGiven } from '@/api/types'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { Problem } from '@/components/problem'
import { Slow } from '@/components/slow'
import { moment } from '@/lib/format'

/** Each purpose on its own: what is agreed to, what happens when it is taken back, how to go on without. */
export function Consents() {
  const { t } = useTranslation()
  const given = useConsentsGiven()
  return (
    <Card aria-labelledby="consents">
      <h2 id="consents">{t('privacy.consents')}</h2>
      <p className="mt-1 text-muted">{t('privacy.consents_text')}</p>
      {given.isPending && <Slow what={t('privacy.loading')} />}
      {given.isError && (
        <div className="mt-4">
          <Problem error={given.error} what={t('privacy.failed')} retry={() => void given.refetch()} />
        </div>
      )}
      {given.data && (
        <>
          <ul className="mt-4 grid gap-6">
            {given.data.items.map((one) => (
              <li key={one.purpose}>
                <Question question={one} />
              </li>
            ))}
          </ul>
          <Answers given={given.data} />
        </>
      )}
    </Card>
  )
}

function Question({ question }: { question: ConsentQuestion }) {
  const { t, i18n } = useTranslation()
  const answer = useAnswer()
  const { purpose, granted, answered_at } = question
  const state = granted === null ? 'open' : granted ? 'yes' : 'no'
  return (
    <div className="border-t border-line pt-4">
      <h3 className="text-base font-[550]">{t(`purpose.${purpose}.title`)}</h3>
      <p className="mt-1">{t(`purpose.${purpose}.text`)}</p>
      <p className="mt-1 text-sm text-muted">{t(`purpose.${purpose}.without`)}</p>
      {granted && <p className="mt-1 text-sm text-muted">{t(`purpose.${purpose}.withdrawn`)}</p>}
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button disabled={answer.isPending} onClick={() => answer.mutate({ [purpose]: !granted })}>
          {t(granted ? 'privacy.take_back' : 'privacy.agree')}
        </Button>
        {granted === null && (
          <Button variant="quiet" disabled={answer.isPending} onClick={() => answer.mutate({ [purpose]: false })}>
            {t('privacy.refuse')}
          </Button>
        )}
        <p role="status" className="text-sm text-muted">
          {t(`privacy.answer.${state}`, {
            at: answered_at === null ? '' : moment(answered_at, Date.now(), i18n.language),
          })}
        </p>
      </div>
      {answer.isError && <Problem error={answer.error} what={t('privacy.not_answered')} />}
    </div>
  )
}

/** Every answer that was ever given. */
function Answers({ given }: { given: ConsentsGiven }) {
  const { t, i18n } = useTranslation()
  if (given.history.length === 0) return null
  return (
    <details className="mt-6 border-t border-line pt-3">
      <summary className="min-h-11 cursor-pointer py-2">
        {t('privacy.history', { count: given.history.length })}
      </summary>
      <ul className="num grid gap-1 text-sm text-muted">
        {given.history.map((one) => (
          <li key={`${one.purpose}-${one.at}`}>
            {moment(one.at, Date.now(), i18n.language)} · {t(`purpose.${one.purpose}.title`)} ·{' '}
            {t(one.granted ? 'privacy.said_yes' : 'privacy.said_no')} · {t('privacy.version', { version: one.version })}{' '}
            · {t(`privacy.way.${one.way}`)}
          </li>
        ))}
      </ul>
    </details>
  )
}
