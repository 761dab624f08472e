import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { recordingUrl } from '@/api/sessions'
import { RecordingPlayer } from '@/lib/recording-player'

const Playback = createContext<RecordingPlayer | null>(null)

interface PlaybackProviderProps {
  sessionId: string
  recorded: boolean
  children: ReactNode
}

/** Everything inside can play the session's recording; without a recording nothing can. */
export function PlaybackProvider({ sessionId, recorded, children }: PlaybackProviderProps) {
  return <SoundProvider url={recorded ? recordingUrl(sessionId) : null}>{children}</SoundProvider>
}

/** Everything inside can play the sound at `url`, when there is one. */
export function SoundProvider({ url, children }: { url: string | null; children: ReactNode }) {
  const [player, setPlayer] = useState<RecordingPlayer | null>(null)
  useEffect(() => {
    if (url === null) return
    const mine = new RecordingPlayer(url)
    setPlayer(mine)
    return () => {
      mine.close()
      setPlayer(null)
    }
  }, [url])
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
