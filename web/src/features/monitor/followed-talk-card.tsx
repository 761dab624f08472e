import { LiveLanes } from '@feedbackyes/react'
import type { Speaker } from '@feedbackyes/realtime'
import { Link } from '@tanstack/react-router'
import { Ear, EarOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndTalk } from '@/api/monitoring'
import type { RunningTalk } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Notice } from '@/components/notice'
import { Problem } from '@/components/problem'
import { HintBox } from './hint-box'
import { Lines } from './lines'
import { useFollowed, useListening } from './use-followed'

const LANES_HEIGHT = 100

/** One talk that is followed: who speaks, what is said, and what one may do. */
export function FollowedTalkCard({ talk }: { talk: RunningTalk }) {
  const { t } = useTranslation()
  const followed = useFollowed(talk.session_id)
  const voices = useListening(talk.session_id)
  const partner = talk.partner_name ?? t('session.partner')
  const gone = followed.over || followed.refused !== null
  return (
    <section aria-label={t('monitor.talk_of', { name: talk.learner })} className="grid min-w-0 content-start gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="mr-auto">{t('monitor.with', { learner: talk.learner, partner })}</h2>
        {!gone && talk.may_listen && (
          <Button aria-pressed={voices.listening} onClick={voices.listening ? voices.stop : voices.start}>
            {voices.listening ? (
              <EarOff aria-hidden="true" className="size-4" />
            ) : (
              <Ear aria-hidden="true" className="size-4" />
            )}
            {t(voices.listening ? 'monitor.stop_listening' : 'monitor.listen')}
          </Button>
        )}
        {!gone && <EndButton talk={talk} />}
      </div>
      {!talk.may_listen && <p className="text-sm text-muted">{t('monitor.no_voices')}</p>}
      {voices.ended === 'broken' && !gone && <p role="alert">{t('monitor.broken')}</p>}
      {voices.listening && (
        <LiveLanes
          levels={voices.levels}
          height={LANES_HEIGHT}
          messages={{ live: t('monitor.lanes', { learner: talk.learner, partner }), you: talk.learner, partner }}
        />
      )}
      {!gone && (
        <p className="text-sm text-muted" role="status">
          <WhoSpeaks speaking={followed.speaking} learner={talk.learner} partner={partner} />
        </p>
      )}
      {followed.refused !== null && (
        <Notice role="status" title={t('monitor.gone')}>
          {followed.refused}
        </Notice>
      )}
      {followed.over && (
        <Notice
          role="status"
          title={t('monitor.over')}
          actions={
            <Link to="/sessions/$id" params={{ id: talk.session_id }} className={buttonClass()}>
              {t('monitor.read_it')}
            </Link>
          }
        />
      )}
      <Lines lines={followed.lines} learner={talk.learner} partner={partner} language={talk.language} />
      {!gone && <HintBox sessionId={talk.session_id} learner={talk.learner} />}
    </section>
  )
}

interface WhoSpeaksProps {
  speaking: ReadonlySet<Speaker>
  learner: string
  partner: string
}

function WhoSpeaks({ speaking, learner, partner }: WhoSpeaksProps) {
  const { t } = useTranslation()
  if (speaking.has('learner')) return t('monitor.speaks', { name: learner })
  return speaking.has('partner') ? t('monitor.speaks', { name: partner }) : t('monitor.silence')
}

function EndButton({ talk }: { talk: RunningTalk }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const end = useEndTalk(talk.session_id)
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t('monitor.end')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('monitor.end_sure', { name: talk.learner })}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('monitor.end_no')}</Button>
            <Button
              variant="danger"
              disabled={end.isPending}
              onClick={() => end.mutate(undefined, { onSuccess: () => setAsking(false) })}
            >
              {t('monitor.end_yes')}
            </Button>
          </>
        }
      >
        <p>{t('monitor.end_text')}</p>
        {end.isError && <Problem error={end.error} what={t('monitor.end_failed')} />}
      </Dialog>
    </>
  )
}
