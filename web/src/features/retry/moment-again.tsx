import { useTranslation } from 'react-i18next'
import type { Turn } from '@/api/types'
import { Card } from '@/components/card'
import type { Moment } from '@/lib/moment'

/** What was said just before; more is restored, and seen again in the talk. */
const SHOWN = 3

/** The moment that is gone back to: what came before, the line that is said again, and what you said to it. */
export function MomentAgain({ moment, partner, language }: { moment: Moment; partner: string; language: string }) {
  const { t } = useTranslation()
  const earlier = moment.before.length - SHOWN
  return (
    <div className="grid max-w-read gap-8">
      {moment.before.length > 0 && (
        <section aria-labelledby="before" className="grid gap-4">
          <h2 id="before">{t('retry.before')}</h2>
          {earlier > 0 && <p className="text-sm text-muted">{t('retry.earlier', { count: earlier })}</p>}
          {moment.before.slice(-SHOWN).map((turn) => (
            <Line key={turn.id} turn={turn} partner={partner} lang={language} dim />
          ))}
        </section>
      )}
      <Card aria-labelledby="cue" className="grid gap-3">
        <h2 id="cue">{moment.cue ? t('retry.cue', { partner }) : t('retry.no_cue')}</h2>
        {moment.cue ? (
          <p lang={language} className="text-lg">
            {wordsOf(moment.cue)}
          </p>
        ) : (
          <p className="text-muted">{t('retry.no_cue_text')}</p>
        )}
      </Card>
      <section aria-labelledby="said" className="grid gap-4">
        <h2 id="said">{t('retry.said')}</h2>
        {moment.said.map((turn) => (
          <blockquote key={turn.id} lang={language} className="border-l-[3px] border-you pl-3.5 text-lg text-muted">
            {wordsOf(turn)}
          </blockquote>
        ))}
      </section>
    </div>
  )
}

function Line({ turn, partner, lang, dim }: { turn: Turn; partner: string; lang: string; dim: boolean }) {
  const { t } = useTranslation()
  const mine = turn.speaker === 'learner'
  return (
    <div>
      <p className={`text-sm font-semibold ${mine ? 'text-you' : 'text-partner-ink'}`}>
        {mine ? t('session.you') : partner}
      </p>
      <p lang={lang} className={dim ? 'text-muted' : ''}>
        {wordsOf(turn)}
      </p>
    </div>
  )
}

/** As the learner has corrected it. */
const wordsOf = (turn: Turn) => turn.corrected?.text ?? turn.text
