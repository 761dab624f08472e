import { useTranslation } from 'react-i18next'
import type { Config } from '@/api/types'
import { HowYouTalk } from '@/components/how-you-talk'
import { KeySetting } from '@/components/key-setting'
import { keyName } from '@/lib/keys'
import { setPreferences, usePreferences } from '@/lib/preferences'

/** Off by default: a talk has no help in it unless somebody wants it. */
function AllowHints() {
  const { t } = useTranslation()
  const { hints, hintKey } = usePreferences()
  return (
    <div className="grid gap-2">
      <label className="flex min-h-11 cursor-pointer items-start gap-3">
        <input
          type="checkbox"
          checked={hints}
          onChange={(event) => setPreferences({ hints: event.currentTarget.checked })}
          className="mt-1 size-4 shrink-0 accent-you"
        />
        <span>
          {t('hint.allow')}
          <span className="block text-sm text-muted">{t('hint.allow_text', { key: keyName(hintKey) })}</span>
        </span>
      </label>
      {hints && <KeySetting name="hintKey" />}
    </div>
  )
}

/** How this person talks, kept on this machine. */
export function MyWays({ config }: { config: Config }) {
  const { t } = useTranslation()
  const { pushToTalk, patienceMs } = usePreferences()
  return (
    <section aria-labelledby="how-you-talk" className="grid gap-4">
      <h2 id="how-you-talk">{t('how.title')}</h2>
      <HowYouTalk
        mayPush={config.provider.push_to_talk}
        pushToTalk={pushToTalk}
        patienceMs={patienceMs}
        onPushToTalk={(chosen) => setPreferences({ pushToTalk: chosen })}
        onPatience={(ms) => setPreferences({ patienceMs: ms })}
      />
      <AllowHints />
    </section>
  )
}
