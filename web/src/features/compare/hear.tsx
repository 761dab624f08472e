import { Pause, Play } from 'lucide-react'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { recordingUrl } from '@/api/sessions'
import type { Said, Take } from '@/api/types'
import { RecordingPlayer } from '@/lib/recording-player'

const Players = createContext<ReadonlyMap<string, RecordingPlayer>>(new Map())

/** One player for each take that was recorded; only one of them sounds at a time. */
export function PlayersProvider({ takes, children }: { takes: readonly Take[]; children: ReactNode }) {
  const ids = takes.flatMap(({ recording, session_id }) => (recording ? [session_id] : [])).join(' ')
  const players = useMemo(
    () => new Map(ids ? ids.split(' ').map((id) => [id, new RecordingPlayer(recordingUrl(id))]) : []),
    [ids],
  )
  useEffect(() => {
    return () => {
      for (const player of players.values()) player.close()
    }
  }, [players])
  return <Players value={players}>{children}</Players>
}

const never = () => () => {}

/** Plays what was said, one turn after the other as they stand in the recording; nothing when there is none. */
export function Hear({ turns }: { turns: readonly Said[] }) {
  const { t } = useTranslation()
  const players = useContext(Players)
  const spoken = turns.filter(({ typed, start_ms, end_ms }) => !typed && end_ms > start_ms)
  const [first, last] = [spoken[0], spoken.at(-1)]
  const player = first && players.get(first.session_id)
  const part = first?.id ?? ''
  const playing = useSyncExternalStore(player?.subscribe ?? never, () => {
    const state = player?.getSnapshot()
    return state?.playing === true && state.part === part
  })
  if (!player || !first || !last) return null
  const Icon = playing ? Pause : Play
  const play = () => {
    for (const other of players.values()) if (other !== player) other.pause()
    void player.play(first.start_ms, last.end_ms, part)
  }
  return (
    <button
      type="button"
      onClick={play}
      aria-pressed={playing}
      aria-label={t(playing ? 'compare.stop' : 'compare.hear_this', { text: first.text })}
      className="group -my-1.5 -ml-1 inline-flex min-h-11 cursor-pointer items-center justify-self-start px-1"
    >
      <span className="inline-flex items-center gap-1.5 rounded-full bg-you-soft px-3 py-1 text-sm font-[550] text-you group-hover:text-ink">
        <Icon aria-hidden="true" className="size-3 fill-current" />
        {t('compare.hear')}
      </span>
    </button>
  )
}
