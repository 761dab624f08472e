import { useTranslation } from 'react-i18next'
import { HowYouTalk } from '@/components/how-you-talk'
import { setPreferences, usePreferences } from '@/lib/preferences'

/** How this person talks, kept on this machine. */
export function MyWays() {
  const { t } = useTranslation()
  const { pushToTalk, patienceMs } = usePreferences()
  return (
    <section aria-labelledby="how-you-talk" className="grid gap-4">
      <h2 id="how-you-talk">{t('how.title')}</h2>
      <HowYouTalk
        pushToTalk={pushToTalk}
        patienceMs={patienceMs}
        onPushToTalk={(chosen) => setPreferences({ pushToTalk: chosen })}
        onPatience={(ms) => setPreferences({ patienceMs: ms })}
      />
    </section>
  )
}
