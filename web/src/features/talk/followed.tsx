import type { Followed, Follower } from '@feedbackyes/realtime'
import { Ear, Eye, MessageSquare, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLetFollow } from '@/api/monitoring'
import type { Session } from '@/api/types'
import { Button } from '@/components/button'
import { Problem } from '@/components/problem'

interface FollowedByProps {
  session: Session
  followed: Followed
}

/** Who follows this talk, for as long as they may; one press cuts them off. */
export function FollowedBy({ session, followed }: FollowedByProps) {
  const { t } = useTranslation()
  const letFollow = useLetFollow(session.id)
  const granted = followed.consent ?? session.monitoring
  if (!granted) return null
  const { followers } = followed
  return (
    <div className="grid gap-2 border-b border-line py-1" data-testid="followed">
      <div className="flex items-center gap-3">
        <p role="status" className={`flex-1 ${followers.length > 0 ? 'font-[550]' : 'text-sm text-muted'}`}>
          {followers.length === 0 && t('monitor.nobody')}
          {byPerson(followers).map(({ lookId, name, look }) => (
            <span key={lookId} className="mr-4 inline-flex items-center gap-1.5">
              {look === 'listening' ? (
                <Ear aria-hidden="true" className="size-4 text-you" />
              ) : (
                <Eye aria-hidden="true" className="size-4 text-you" />
              )}
              {t(look === 'listening' ? 'monitor.is_listening' : 'monitor.is_watching', { name })}
            </span>
          ))}
        </p>
        <Button
          variant="quiet"
          disabled={letFollow.isPending}
          onClick={() => letFollow.mutate(false)}
          className="-mr-3 px-3!"
        >
          {t('monitor.stop_them')}
        </Button>
      </div>
      {letFollow.isError && <Problem error={letFollow.error} what={t('monitor.not_stopped')} />}
    </div>
  )
}

/** Each person once: who listens also watches. */
function byPerson(followers: readonly Follower[]): Follower[] {
  const listening = new Set(followers.filter(({ look }) => look === 'listening').map(({ name }) => name))
  const seen = new Set<string>()
  return followers.filter(({ name, look }) => {
    if (seen.has(name) || (look === 'watching' && listening.has(name))) return false
    seen.add(name)
    return true
  })
}

/** A hint from somebody who follows the talk, until it is put away. */
export function Whispered({ followed: { whisper } }: { followed: Followed }) {
  const { t } = useTranslation()
  const [away, setAway] = useState(0)
  const shown = whisper && whisper.id !== away ? whisper : null
  return (
    <div role="status" aria-label={t('monitor.whisper')} data-testid="whisper" className="empty:hidden">
      {shown && (
        <div className="flex items-start gap-3 rounded-card bg-sunk py-1 pr-1 pl-4">
          <MessageSquare aria-hidden="true" className="mt-3 size-4 shrink-0 text-muted" />
          <p className="flex-1 py-2.5">
            <span className="block text-sm text-muted">{t('monitor.whispers', { name: shown.name })}</span>
            {shown.text}
          </p>
          <Button
            variant="quiet"
            aria-label={t('monitor.put_away')}
            onClick={() => setAway(shown.id)}
            className="px-3!"
          >
            <X aria-hidden="true" className="size-4" />
          </Button>
        </div>
      )}
    </div>
  )
}
