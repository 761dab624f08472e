import { Api, EventStream, LiveLevels } from '@feedbackyes/realtime'
import { useCallback, useEffect, useRef, useState } from 'react'
import { listenUrl } from '@/api/monitoring'
import { FollowedTalk, type TalkState } from './followed-talk'
import { type ListenEnd, Listener } from './listener'

const NOTHING: TalkState = { lines: [], speaking: new Set(), over: false }

/** The captions of somebody else's talk. `refused`: the server's sentence, when following is over. */
export function useFollowed(sessionId: string) {
  const [state, setState] = useState(NOTHING)
  const [refused, setRefused] = useState<string | null>(null)
  useEffect(() => {
    const talk = new FollowedTalk()
    setState(NOTHING)
    setRefused(null)
    const stream = new EventStream({
      api: new Api(),
      sessionId,
      onEvent: (event) => {
        talk.take(event)
        setState(talk.state)
      },
      onRefused: ({ message }) => setRefused(message),
    })
    void stream.run()
    return () => stream.close()
  }, [sessionId])
  return { ...state, refused }
}

/** Hearing both voices, and the lanes that they draw. */
export function useListening(sessionId: string) {
  const [levels] = useState(() => new LiveLevels())
  const [listening, setListening] = useState(false)
  const [ended, setEnded] = useState<ListenEnd | null>(null)
  const listener = useRef<Listener | null>(null)
  const stop = useCallback(() => {
    listener.current?.close()
    listener.current = null
    levels.stop()
    setListening(false)
  }, [levels])
  const start = () => {
    levels.start()
    setEnded(null)
    setListening(true)
    listener.current = new Listener(listenUrl(sessionId), levels, (why) => {
      listener.current = null
      levels.stop()
      setListening(false)
      setEnded(why)
    })
  }
  useEffect(() => stop, [stop])
  return { levels, listening, ended, start, stop }
}
