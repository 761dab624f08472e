import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { recordingUrl } from '@/api/sessions'
import { RecordingPlayer } from '@/lib/recording-player'

const Playback = createContext<RecordingPlayer | null>(null)

/** Everything inside can play the session's recording; without a recording nothing can. */
export function PlaybackProvider({
  sessionId,
  recorded,
  children,
}: {
  sessionId: string
  recorded: boolean
  children: ReactNode
}) {
  const [player, setPlayer] = useState<RecordingPlayer | null>(null)
  useEffect(() => {
    if (!recorded) return
    const mine = new RecordingPlayer(recordingUrl(sessionId))
    setPlayer(mine)
    return () => {
      mine.close()
      setPlayer(null)
    }
  }, [sessionId, recorded])
  return <Playback value={player}>{children}</Playback>
}

/** The player, or null when there is no recording. */
export const usePlayer = () => useContext(Playback)

const never = () => () => {}

/** One value of the player's state; the component is drawn again only when that value changes. */
export function usePlayerState<T>(select: (state: ReturnType<RecordingPlayer['getSnapshot']>) => T, without: T): T {
  const player = usePlayer()
  return useSyncExternalStore(player?.subscribe ?? never, () => (player ? select(player.getSnapshot()) : without))
}
