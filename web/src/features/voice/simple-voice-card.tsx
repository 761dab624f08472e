import { SimpleVoice } from '@feedbackyes/realtime'
import { Link } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Config } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { Card } from '@/components/card'
import { ConsentDialog } from '@/components/consent-dialog'
import { Notice } from '@/components/notice'
import { callMessages } from '@/lib/call-messages'
import { openQuestions } from '@/lib/consent'
import { useServiceName } from '@/lib/service-name'

/** The simple voice socket with its two buttons and one status. */
export function SimpleVoiceCard({ config }: { config: Config }) {
  const { t } = useTranslation()
  const service = useServiceName()(config.provider)
  const voice = useSimpleVoice()
  const state = useSyncExternalStore(voice.subscribe, voice.getSnapshot)
  const [asking, setAsking] = useState(false)
  const [refused, setRefused] = useState(false)
  const [wanted, setWanted] = useState(false)
  const { phase } = state

  // Recording begins as soon as the socket that was asked for is there.
  useEffect(() => {
    if (!wanted || phase === 'connecting' || phase === 'idle') return
    setWanted(false)
    if (phase === 'ready') void voice.startRecording()
  }, [wanted, phase, voice])

  const begin = () => {
    if (phase === 'ready') return void voice.startRecording()
    voice.connect()
    setWanted(true)
  }
  const start = () => (openQuestions(config).includes('hosted_voice') ? setAsking(true) : begin())

  return (
    <Card aria-label={t('voice.title')} className="grid gap-5">
      <p className="flex items-center gap-3 text-lg">
        <span className="text-muted">{t('voice.status')}</span>
        <span role="status" data-testid="voice-status" className="font-semibold">
          {phase === 'connecting' ? t('voice.connecting') : t(`voice.${phase === 'ready' ? state.activity : 'idle'}`)}
        </span>
      </p>
      <div className="flex flex-wrap gap-3">
        {state.recording ? (
          <Button key="stop" onClick={() => voice.stopRecording()}>
            {t('voice.stop')}
          </Button>
        ) : (
          <Button key="start" variant="primary" disabled={phase === 'connecting'} onClick={start}>
            {t('voice.start')}
          </Button>
        )}
        <Button variant="danger" disabled={phase !== 'ready'} onClick={() => void voice.endSession()}>
          {t('voice.end')}
        </Button>
      </div>
      {state.notice && <Notice role="status">{state.notice}</Notice>}
      {state.problem && (
        <Notice role="alert" tone="danger" title={state.problem.message}>
          {state.problem.action}
        </Notice>
      )}
      {refused && (
        <Notice role="status" title={t('voice.refused')}>
          {t('voice.refused_text', { name: service.name })}
        </Notice>
      )}
      {phase === 'ended' && (
        <Notice
          role="status"
          title={t('voice.ended')}
          actions={
            state.sessionId && (
              <Link to="/sessions/$id" params={{ id: state.sessionId }} className={buttonClass()}>
                {t('voice.see')}
              </Link>
            )
          }
        >
          {t('voice.ended_text', { seconds: config.session_timeout_seconds })}
        </Notice>
      )}
      <ConsentDialog
        question={asking ? 'hosted_voice' : undefined}
        config={config}
        onCancel={() => setAsking(false)}
        onAnswer={(_, agreed) => {
          setAsking(false)
          setRefused(!agreed)
          if (agreed) begin()
        }}
      />
    </Card>
  )
}

function useSimpleVoice(): SimpleVoice {
  const { i18n } = useTranslation()
  const [voice] = useState(() => new SimpleVoice({ messages: callMessages(i18n) }))
  useEffect(() => () => voice.dispose(), [voice])
  return voice
}
