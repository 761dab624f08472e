import { useQueryClient } from '@tanstack/react-query'
import { createFileRoute, Navigate, useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConfig } from '@/api/config'
import { isOver, useHistory, useSession } from '@/api/sessions'
import { useSpeechSettings } from '@/api/speech'
import type { Config, Session, SpeechSettings } from '@/api/types'
import { Button } from '@/components/button'
import { cardClass } from '@/components/card'
import { MyWays } from '@/components/my-ways'
import { Problem } from '@/components/problem'
import { SessionSkeleton } from '@/components/session-skeleton'
import { Shell } from '@/components/shell'
import { Slow } from '@/components/slow'
import { StartTalk } from '@/components/start-talk'
import { VoiceService } from '@/components/voice-service'
import { SessionCard } from '@/features/history/session-card'
import { DeviceCheck } from '@/features/prepare/device-check'
import { PartnerForm } from '@/features/speech/partner-form'
import { type Subject, Talk } from '@/features/talk/talk'
import { speaks } from '@/lib/languages'
import { usePreferences } from '@/lib/preferences'
import { servedBy } from '@/lib/voice-service'
import { SessionPage } from './-session-page'

/** `session`: the talk that was begun here, so that loading the page again comes back into it. */
export const Route = createFileRoute('/speech')({
  component: Speech,
  staticData: { menu: { text: 'nav.speech', order: 2 } },
  validateSearch: (search): { session?: string } =>
    typeof search['session'] === 'string' ? { session: search['session'] } : {},
})

/** Free conversation: with whom, then the talk, then what was said; and all the earlier ones. */
function Speech() {
  const { session } = Route.useSearch()
  return session ? <InSession key={session} id={session} /> : <Prepare />
}

function Prepare() {
  const { t } = useTranslation()
  const config = useConfig()
  const settings = useSpeechSettings()
  return (
    <Shell title={t('speech.title')}>
      <h1>{t('speech.title')}</h1>
      <p className="mt-3 mb-8 max-w-read text-lg text-muted">{t('speech.text')}</p>
      {(config.isPending || settings.isPending) && <SessionSkeleton />}
      {config.isError && <Problem error={config.error} what={t('voice.failed')} retry={() => void config.refetch()} />}
      {config.data && !settings.isPending && <Begin config={config.data} known={settings.data} />}
      <Earlier />
    </Shell>
  )
}

const NOBODY: SpeechSettings = { persona: null, voice: null, language: null }

function Begin({ config: server, known = NOBODY }: { config: Config; known: SpeechSettings | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [settings, setSettings] = useState(known)
  const config = servedBy(server, usePreferences().service)
  return (
    <div className="grid grid-cols-1 items-start gap-10 max-lg:pb-16 lg:grid-cols-[minmax(0,1fr)_372px] lg:gap-14">
      <PartnerForm settings={settings} config={config} onChange={setSettings} />
      <div className={`${cardClass} grid grid-cols-1 gap-8`}>
        <DeviceCheck />
        <VoiceService config={config} language={settings.language ?? 'en'} />
        <MyWays config={config} />
        {speaks(config.provider, settings.language ?? 'en') && (
          <StartTalk
            wanted={asked(settings)}
            config={config}
            label={t('speech.start')}
            onStarted={({ id }) => void navigate({ to: '/speech', search: { session: id } })}
          />
        )}
      </div>
    </div>
  )
}

/** Only what was chosen is asked for; all else is the server's choice. */
function asked({ persona, voice, language }: SpeechSettings) {
  const instructions = persona?.trim()
  return { ...(instructions && { instructions }), ...(voice && { voice }), ...(language && { language }) }
}

function InSession({ id }: { id: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [ending, setEnding] = useState(false)
  const session = useSession(id, ending)
  const config = useConfig()
  const end = useCallback(() => {
    setEnding(true)
    void client.invalidateQueries({ queryKey: ['sessions'] })
  }, [client])
  const subject = useSubject(session.data)
  const open = session.data && !isOver(session.data)
  if (open && config.isPending)
    return (
      <Shell title={t('speech.title')}>
        <SessionSkeleton />
      </Shell>
    )
  if (ending && !open && session.data?.retry_of) return <Navigate to="/compare/$id" params={{ id }} replace />
  if (!open || !config.data) return <SessionPage id={id} />
  return (
    <Talk
      session={session.data}
      scenario={subject}
      config={servedBy(config.data, session.data.provider)}
      onOver={end}
    />
  )
}

function useSubject(session: Session | undefined): Subject {
  const { t } = useTranslation()
  const partner = { name: session?.partner_name ?? t('session.partner'), role: '' }
  return { title: t('speech.title'), objectives: [t('speech.goal')], opens: 'learner', partner }
}

/** The free talks among all, newest first. */
function Earlier() {
  const { t } = useTranslation()
  const history = useHistory()
  const talks =
    history.data?.pages.flatMap(({ items }) => items).filter(({ scenario_id }) => scenario_id === null) ?? []
  return (
    <section aria-labelledby="earlier" className="mt-14">
      <h2 id="earlier">{t('speech.earlier')}</h2>
      {history.isPending && <Slow what={t('speech.earlier_loading')} />}
      {history.isError && !history.data && (
        <Problem error={history.error} what={t('history.failed')} retry={() => void history.refetch()} />
      )}
      {history.data && talks.length === 0 && <p className="mt-2 text-muted">{t('speech.earlier_none')}</p>}
      <ul className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {talks.map((talk) => (
          <li key={talk.id}>
            <SessionCard session={talk} />
          </li>
        ))}
      </ul>
      {history.hasNextPage && (
        <Button className="mt-6" disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {history.isFetchingNextPage ? t('history.loading') : t('history.more')}
        </Button>
      )}
    </section>
  )
}
