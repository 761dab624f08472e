/**
 * A spoken conversation with the server: microphone, socket, playback, captions, in one state for the page to show.
 * `getSnapshot` and `subscribe` fit React's `useSyncExternalStore` and everything else.
 */
import { Api, ApiError, type NewSession, type Query, type SessionInfo } from './api.ts'
import { AudioError, type MicrophoneOptions, type PlaybackReport } from './audio/backend.ts'
import { pcm16ToBase64 } from './audio/base64.ts'
import { BrowserAudio } from './audio/browser.ts'
import { samplesToMs } from './audio/pcm.ts'
import type { CallOptions } from './call-options.ts'
import {
  BROKEN,
  type CallMode,
  type CallState,
  type CallStatus,
  describe,
  describeError,
  isOver,
} from './call-state.ts'
import { type Closing, Connection, openWebSocket, type Socket, TAKEN_OVER } from './connection.ts'
import { Conversation } from './conversation.ts'
import { disagrees, wantedDetection } from './endpointing.ts'
import { EventStream } from './event-stream.ts'
import { UNFOLLOWED } from './followers.ts'
import { KeptAudio } from './kept-audio.ts'
import { holdsWithin, later } from './later.ts'
import { keepLevels, keptLevels, LiveLevels } from './live-levels.ts'
import { MESSAGES, type Messages } from './messages.ts'
import { Observable } from './observable.ts'
import { hasWebRtc, PeerSocket } from './peer-socket.ts'
import { Playback } from './playback.ts'
import {
  appendAudio,
  type ClientEvent,
  newItemId,
  updateTranscription,
  updateTurnDetection,
} from './protocol/client.ts'
import { flagAt } from './protocol/json.ts'
import { readServerEvent } from './protocol/server.ts'
import { Sound } from './sound.ts'
import type { StepsSocket } from './steps/steps-socket.ts'
import type { Tape } from './tape.ts'
import { pieceStore } from './tape-store.ts'

const BACKOFF_MS = [300, 1000, 2000, 4000]
/** A server that has accepted the socket tells of its session at once, or something is wrong. */
const GREETING_MS = 15_000
/** How long a server may take that waits for what the recogniser makes of the last words. */
const FAREWELL_MS = 5000
/** How long the last turns may take on the event stream once the session is over. */
const LAST_WORDS_MS = 1500
/** Sound on a track is on its way for a while when the events behind it have arrived. */
const TRACK_DELAY_MS = 150
/** After so many tries that came to nothing, a call that was on WebRTC comes back over WebSocket. */
const WEBRTC_TRIES = 2
/** The least that a server takes as a turn of speech. */
const SHORTEST_TURN_MS = 100

export class Call extends Observable {
  readonly levels = new LiveLevels()
  readonly #options: CallOptions
  readonly #messages: Messages
  readonly #api: Api
  #state: CallState
  #sound: Sound | null = null
  #microphoneOptions: MicrophoneOptions
  #connection: Connection | null = null
  #peer: PeerSocket | null = null
  #Steps: typeof StepsSocket | null = null
  #iceServers: RTCIceServer[] = []
  #stream: EventStream | null = null
  #conversation: Conversation
  #greeting: ReturnType<typeof setTimeout> | undefined
  #tape: Tape | null = null
  #taping: typeof import('./tape.ts') | null = null
  readonly #kept = new KeptAudio()
  #talkedMs = 0
  /** Tells the server apart who offers: this call again, or another window. */
  #caller = ''
  /** Changes with every start, so that what belongs to an earlier one comes to nothing. */
  #run = 0

  constructor(options: CallOptions = {}) {
    super()
    this.#options = options
    this.#messages = options.messages ?? MESSAGES
    this.#api = new Api(options)
    this.#microphoneOptions = options.microphone ?? {}
    this.#conversation = this.#newConversation()
    this.#state = {
      status: { phase: 'idle' },
      sessionId: options.sessionId ?? null,
      mode: options.mode ?? (options.session?.push_to_talk ? 'push-to-talk' : 'open-mic'),
      transport: options.transport ?? 'websocket',
      fallback: null,
      muted: false,
      talking: false,
      learnerSpeaking: false,
      lines: [],
      notice: null,
      cost: null,
      followed: UNFOLLOWED,
      soundProblem: null,
      microphone: '',
      startedAt: null,
      patienceMs: options.session?.patience_ms ?? null,
    }
  }

  readonly getSnapshot = (): CallState => this.#state

  /** Opens microphone and connection. Call it from a click: browsers want one before they allow sound. */
  async start(): Promise<void> {
    if (!isOver(this.#state.status)) return
    const run = ++this.#run
    this.#caller = newItemId()
    this.#conversation = this.#newConversation()
    const transport = this.#options.transport ?? 'websocket'
    this.#Steps = null
    this.#set({
      lines: [],
      notice: null,
      cost: null,
      followed: UNFOLLOWED,
      soundProblem: null,
      startedAt: null,
      talking: false,
      transport,
      fallback: null,
    })
    try {
      if (transport === 'webrtc' && !this.#options.createPeer && !hasWebRtc())
        this.#set({ transport: 'websocket', fallback: this.#messages.webrtcMissing })
      await this.#openSound(run)
      if (run !== this.#run) return
      this.#setStatus({ phase: 'connecting' })
      const sessionId = this.#options.sessionId ?? (await this.#api.createSession(this.#wanted())).id
      if (run !== this.#run) return
      this.#set({ sessionId })
      if (transport === 'steps') await this.#goByStep()
      if (this.#state.transport === 'webrtc') {
        // A page that is older than its server may not find it: better an unrecorded talk than none.
        this.#taping = await import('./tape.ts').catch(() => null)
        this.#iceServers = await this.#api.iceServers()
      }
      if (run === this.#run) this.#connect(sessionId)
    } catch (error) {
      if (run === this.#run) this.#fail(error)
    }
  }

  /** Ends the call; resolves when the server has stored the last turn, or after a few seconds. */
  async end(): Promise<void> {
    const { status, sessionId } = this.#state
    if (isOver(status) || status.phase === 'ending') return
    const run = this.#run
    await this.#fallSilent()
    if (run !== this.#run) return
    // A data channel closes without a reason, so the words come first.
    const onTrack = this.#state.transport === 'webrtc'
    const told = onTrack ? this.#send({ type: 'session.end' }) : (this.#connection?.close(1000, 'end') ?? false)
    if (told && (await this.#overWithin(FAREWELL_MS))) return
    // Nobody could be told over the socket, or nobody has answered.
    const stopped = sessionId ? await this.#api.forceStop(sessionId).catch(() => null) : null
    const over = stopped !== null && (await this.#overWithin(LAST_WORDS_MS))
    if (!over && run === this.#run) this.#over(stopped?.end_reason ?? 'completed', '')
  }

  /** Lets go of everything at once, without waiting for anybody; the server notices by itself. */
  dispose(): void {
    this.#run++
    if (!isOver(this.#state.status)) this.#finish({ phase: 'idle' }, 'left')
  }

  /** Stops the partner in mid-sentence. */
  interrupt(): Promise<void> {
    return this.#conversation.interrupt()
  }

  /** Says `text` instead of speaking it. */
  async sendText(text: string): Promise<void> {
    const words = text.trim()
    if (words && this.#state.status.phase === 'live') await this.#conversation.say(words, newItemId())
  }

  setMuted(muted: boolean): void {
    this.#set({ muted })
    this.#gate()
  }

  /** Push-to-talk: the button goes down. The partner stops, and from now on we are heard. */
  async startTalking(): Promise<void> {
    if (this.#state.mode !== 'push-to-talk' || this.#state.status.phase !== 'live' || this.#state.talking) return
    this.#talkedMs = 0
    this.#send({ type: 'input_audio_buffer.clear' })
    this.#conversation.notice = null
    this.#set({ talking: true, notice: null })
    this.#gate()
    await this.#conversation.interrupt()
  }

  /** Push-to-talk: the button goes up. What was said is sent off and an answer asked for. */
  async stopTalking(): Promise<void> {
    if (!this.#state.talking) return
    await this.#sound?.drain()
    if (this.#state.transport === 'webrtc') await later(TRACK_DELAY_MS)
    if (!this.#state.talking) return
    this.#set({ talking: false })
    this.#gate()
    if (this.#talkedMs >= SHORTEST_TURN_MS) return this.#conversation.commitAudio()
    this.#send({ type: 'input_audio_buffer.clear' })
    this.#conversation.notice = { code: 'hold_longer', message: this.#messages.holdLonger }
    this.#refresh()
  }

  /** How long a silence may be before the learner's turn is over. */
  setPatience(patienceMs: number): void {
    this.#set({ patienceMs })
    if (this.#state.mode !== 'push-to-talk') this.#sendTurnDetection()
  }

  /** Changes between open microphone and hold-to-talk during the call. */
  setMode(mode: Exclude<CallMode, 'text'>): void {
    if (this.#state.mode === mode || this.#state.mode === 'text') return
    this.#set({ mode, talking: false })
    this.#gate()
    this.#sendTurnDetection()
  }

  /** Changes the microphone; during a call at once. */
  async chooseMicrophone(deviceId: string): Promise<void> {
    this.#microphoneOptions = { ...this.#microphoneOptions, deviceId }
    if (this.#state.mode !== 'text') await this.#sound?.chooseMicrophone(deviceId)
  }

  /** Sends the partner's voice to another output, where the browser can. */
  async chooseOutput(deviceId: string): Promise<void> {
    await this.#sound?.chooseOutput(deviceId)
  }

  // ---- opening

  async #openSound(run: number): Promise<void> {
    const { audio = () => new BrowserAudio() } = this.#options
    const sound = new Sound(audio(), this.#microphoneOptions, {
      onChunk: (pcm) => this.#onMicrophone(pcm),
      onReport: (report) => this.#onReport(report),
      onPartner: (pcm) => this.#tape?.hear('partner', pcm),
      onMicrophone: (microphone, track) => {
        this.#set({ microphone, soundProblem: null })
        this.#gate()
        void this.#peer?.use(track)
      },
      onProblem: (code) => this.#set({ soundProblem: describe(this.#messages, code) }),
    })
    this.#sound = sound
    if (this.#state.mode !== 'text') {
      this.#setStatus({ phase: 'requesting-microphone' })
      await sound.openMicrophone()
    }
    if (run !== this.#run) return
    if (this.#state.transport === 'webrtc') this.#conversation.playOnTrack()
    else await this.#openSpeaker(sound)
  }

  async #openSpeaker(sound: Sound): Promise<void> {
    try {
      this.#conversation.playThrough(new Playback(await sound.openSpeaker()))
    } catch (error) {
      // Who types can read: without sound the text is enough.
      if (this.#state.mode !== 'text' || !(error instanceof AudioError)) throw error
      this.#set({ soundProblem: describe(this.#messages, error.code) })
    }
  }

  #connect(sessionId: string): void {
    const run = this.#run
    const current =
      <A extends unknown[]>(handle: (...args: A) => void) =>
      (...args: A) => {
        if (run === this.#run) handle(...args)
      }
    clearTimeout(this.#greeting)
    this.#greeting = setTimeout(
      current(() => this.#fail(new ApiError('connection_refused', '', 0))),
      GREETING_MS,
    )
    this.#connection = new Connection({
      open: (url, protocols) => this.#open(sessionId, url, protocols),
      url: () => this.#socketUrl(sessionId),
      protocols: this.#api.socketProtocols,
      backoffMs: this.#options.backoffMs ?? BACKOFF_MS,
      resumeMs: (this.#options.resumeSeconds ?? 30) * 1000,
      mayResume: () => this.#mayResume(sessionId),
      onOpen: current((again) => (again ? this.#back() : this.#follow(sessionId))),
      onText: current((text) => this.#onText(text)),
      onLost: current((attempt) => this.#lost(attempt)),
      onClosed: current((closing) => void this.#closed(sessionId, closing)),
    })
  }

  #open(sessionId: string, url: string, protocols: string[]): Socket {
    const { status, transport } = this.#state
    if (transport === 'webrtc' && status.phase === 'reconnecting' && status.attempt > WEBRTC_TRIES) this.#fallBack()
    if (this.#Steps) return new this.#Steps({ api: this.#api, sessionId, caller: this.#caller })
    if (this.#state.transport === 'websocket') return (this.#options.openSocket ?? openWebSocket)(url, protocols)
    this.#peer = new PeerSocket({
      exchange: (offer, signal) => this.#api.exchangeOffer(this.#query(sessionId), offer, signal),
      iceServers: this.#iceServers,
      track: this.#sound?.track ?? null,
      onStream: (stream) => {
        if (this.#options.onStream?.(stream) !== true) void this.#sound?.playStream(stream)
      },
      create: this.#options.createPeer,
    })
    return this.#peer
  }

  /** From now on over WebSocket, with the same microphone. */
  #fallBack(): void {
    this.#peer = null
    this.#set({ transport: 'websocket', fallback: this.#messages.webrtcBlocked })
    this.#gate()
    this.#sound?.closeStream()
    if (this.#sound) void this.#openSpeaker(this.#sound).catch((error: unknown) => this.#fail(error))
  }

  /** From now on over plain requests; what that takes is fetched only when it is needed. */
  async #goByStep(): Promise<void> {
    this.#Steps = (await import('./steps/steps-socket.ts')).StepsSocket
    this.#set({ transport: 'steps' })
  }

  #query(sessionId: string): Query {
    return { session_id: sessionId, caller: this.#caller, ...(this.#options.sessionId && this.#wanted()) }
  }

  /** On a track, what nobody is to hear is switched off at the microphone. */
  #gate(): void {
    const track = this.#sound?.track
    const { transport, mode, muted, talking } = this.#state
    if (track) track.enabled = transport !== 'webrtc' || (mode === 'push-to-talk' ? talking : !muted)
  }

  /** Who has no sound of ours passing by asks us to record it. */
  #record(sessionId: string): void {
    if (!this.#taping) return
    const store = this.#options.pieces ?? pieceStore()
    const { Tape, sendPieces } = this.#taping
    this.#tape = new Tape({ api: this.#api, sessionId, store })
    void this.#tape.begin()
    void sendPieces(this.#api, store)
  }

  /** Reads the event stream; once the socket is open the session exists. */
  #follow(sessionId: string): void {
    if (this.#state.transport === 'webrtc') this.#record(sessionId)
    const conversation = this.#conversation
    this.#stream = new EventStream({
      api: this.#api,
      sessionId,
      onEvent: (event) => {
        this.#tape?.clock(event.tMs, event.tWall)
        if (conversation === this.#conversation) conversation.onStored(event)
        if (flagAt(event.data, 'call_again')) void this.#checkPeer(sessionId, true)
      },
      onBroken: () => void this.#checkPeer(sessionId),
    })
    void this.#stream.run()
  }

  /**
   * A peer takes many seconds to notice that nobody is there any more. A server that does not answer here is not there
   * either; and where the peer is a voice service, our server notices first.
   */
  async #checkPeer(sessionId: string, again = false): Promise<void> {
    const peer = this.#peer
    if (!peer || this.#state.status.phase !== 'live') return
    const gone = await this.#api.session(sessionId).then(
      ({ state }) => again && state === 'reconnecting',
      (error: unknown) => error instanceof ApiError && error.status === 0,
    )
    if (gone && peer === this.#peer) peer.close(1006, 'unreachable')
  }

  #socketUrl(sessionId: string): string {
    // A session that we made knows what it is; one that was named may yet have to be made by the socket.
    const query = this.#options.sessionId ? { ...this.#wanted() } : {}
    return this.#api.socketUrl(`/ws/realtime/${encodeURIComponent(sessionId)}`, query)
  }

  #wanted(): NewSession {
    const { patienceMs, mode } = this.#state
    return {
      ...this.#options.session,
      ...(patienceMs !== null && { patience_ms: patienceMs }),
      // Who types is silent for long: no ear listens for the end of a turn, and the partner does not ask whether one is there.
      ...(mode !== 'open-mic' && { push_to_talk: true }),
    }
  }

  // ---- while it lasts

  #onText(text: string): void {
    const event = readServerEvent(text)
    if (!event) return
    this.#conversation.onServer(event)
    if (event.type === 'session.created') this.#greeted()
    this.#options.onServerEvent?.(event)
  }

  #greeted(): void {
    clearTimeout(this.#greeting)
    if (disagrees(this.#state, this.#conversation.turnDetection)) this.#sendTurnDetection()
    const { transcriptionModel } = this.#options
    if (transcriptionModel) this.#send(updateTranscription(transcriptionModel))
    if (this.#state.status.phase !== 'connecting') return
    const { sessionId } = this.#state
    this.levels.start(sessionId ? keptLevels(sessionId) : null)
    globalThis.addEventListener?.('pagehide', this.#keepLanes)
    this.#set({ startedAt: Date.now() })
    this.#setStatus({ phase: 'live', activity: 'listening' })
  }

  #lost(attempt: number): void {
    if (this.#state.status.phase === 'live') {
      this.#conversation.lost()
      this.#set({ talking: false })
    }
    if (this.#state.status.phase !== 'ending') this.#setStatus({ phase: 'reconnecting', attempt })
  }

  #back(): void {
    if (this.#state.status.phase !== 'reconnecting') return
    this.#setStatus({ phase: 'live', activity: this.#conversation.activity })
    for (const pcm of this.#kept.take()) this.#sendAudio(pcm)
  }

  async #mayResume(sessionId: string): Promise<boolean> {
    try {
      return !hasEnded(await this.#api.session(sessionId))
    } catch (error) {
      return error instanceof ApiError && (error.status === 0 || error.status >= 500)
    }
  }

  #onMicrophone(pcm: Int16Array): void {
    const { status, mode, muted, talking, transport } = this.#state
    const silent = mode === 'push-to-talk' ? !talking : muted
    this.#tape?.hear('learner', silent ? new Int16Array(pcm.length) : pcm)
    if (mode === 'push-to-talk' && !talking) return
    // Muted is silence and not nothing: the server's clock and its end-of-turn run on what it is sent.
    const sound = muted && mode === 'open-mic' ? new Int16Array(pcm.length) : pcm
    if (status.phase === 'live') {
      this.levels.heardLearner(sound)
      this.#talkedMs += samplesToMs(sound.length)
      if (transport !== 'webrtc') this.#sendAudio(sound)
    } else if (status.phase === 'reconnecting' && transport !== 'webrtc') this.#kept.add(sound)
  }

  readonly #keepLanes = (): void => {
    if (this.#state.sessionId) keepLevels(this.#state.sessionId, this.levels.keep())
  }

  #onReport(report: PlaybackReport): void {
    this.levels.heardPartner(report.level)
    this.#conversation.onReport(report)
  }

  #sendAudio(pcm: Int16Array): void {
    this.#send(appendAudio(pcm16ToBase64(pcm)))
  }

  #send(event: ClientEvent): boolean {
    return this.#connection?.send(JSON.stringify(event)) ?? false
  }

  #sendTurnDetection(): void {
    this.#send(updateTurnDetection(wantedDetection(this.#state, this.#conversation.turnDetection)))
  }

  // ---- the end

  async #closed(sessionId: string, closing: Closing): Promise<void> {
    const run = this.#run
    if (this.#state.status.phase === 'ending') return
    if (!closing.opened && this.#state.transport === 'webrtc') {
      this.#fallBack()
      return this.#connect(sessionId)
    }
    if (!closing.opened && !this.#Steps) {
      const failed = await this.#goByStep().catch((error: unknown) => ({ error }))
      // The call may have been given up meanwhile, which closes the socket, too.
      if (run !== this.#run || isOver(this.#state.status)) return
      if (failed) return this.#fail(failed.error)
      this.#set({ fallback: this.#messages.socketBlocked })
      return this.#connect(sessionId)
    }
    if (closing.code === TAKEN_OVER) return this.#fail(new ApiError('taken_over', closing.reason, 0))
    const session = await this.#api.session(sessionId).catch((error: ApiError) => error)
    // The event stream may have told the reason meanwhile.
    if (run !== this.#run || isOver(this.#state.status)) return
    if (session instanceof ApiError && !closing.opened) return this.#fail(session)
    const told = !(session instanceof Error) && hasEnded(session) ? session.end_reason : null
    const reason = told ?? (closing.code === 1000 ? 'completed' : null)
    if (reason) await this.#goodbye(reason)
    else this.#fail(new ApiError(closing.opened ? 'connection_lost' : 'connection_refused', closing.reason, 0))
  }

  /** The session is over, says the voice transport; the event stream brings the last turns and the end. */
  async #goodbye(reason: string): Promise<void> {
    const { status } = this.#state
    if (isOver(status) || status.phase === 'ending') return
    const run = this.#run
    await this.#fallSilent()
    if (!(await this.#overWithin(LAST_WORDS_MS)) && run === this.#run) this.#over(reason, '')
  }

  async #fallSilent(): Promise<void> {
    this.#setStatus({ phase: 'ending' })
    this.#sound?.closeMicrophone()
    await this.#conversation.interrupt()
  }

  /** The session is over, says the server. */
  #over(reason: string, message: string): void {
    if (isOver(this.#state.status)) return
    if (BROKEN.has(reason)) this.#finish({ phase: 'failed', problem: describe(this.#messages, reason, message) })
    else this.#finish({ phase: 'ended', reason, message: this.#messages.ended[reason] || message })
  }

  #overWithin(ms: number): Promise<boolean> {
    return holdsWithin(ms, () => isOver(this.#state.status), this)
  }

  #fail(error: unknown): void {
    this.#finish({ phase: 'failed', problem: describeError(this.#messages, error) })
  }

  #finish(status: CallStatus, farewell = 'end'): void {
    clearTimeout(this.#greeting)
    this.#connection?.close(1000, farewell)
    this.#connection = null
    this.#peer = null
    this.#stream?.close()
    this.#stream = null
    void this.#tape?.finish()
    this.#tape = null
    this.#sound?.close()
    this.#sound = null
    this.#kept.take()
    globalThis.removeEventListener?.('pagehide', this.#keepLanes)
    if (status.phase === 'ended' && this.#state.sessionId) keepLevels(this.#state.sessionId, null)
    else this.#keepLanes()
    this.levels.stop()
    this.#conversation.transcript.silence()
    this.#set({ status, talking: false, learnerSpeaking: false, lines: this.#conversation.transcript.lines })
  }

  // ---- state

  #newConversation(): Conversation {
    return new Conversation({
      send: (event) => void this.#send(event),
      onChange: () => this.#refresh(),
      onAudio: this.#options.onAudio,
      onGoodbye: (reason) => void this.#goodbye(reason),
      onEnded: (reason, message) => this.#over(reason, message),
    })
  }

  /** Takes over what the conversation says; nothing is told when nothing changed. */
  #refresh(): void {
    const { transcript, notice, cost, followed, learnerSpeaking, activity } = this.#conversation
    const { status } = this.#state
    if (isOver(status)) return
    const moved = status.phase === 'live' && status.activity !== activity
    const { lines } = transcript
    const told = { lines, notice, cost, followed, learnerSpeaking }
    const same = Object.entries(told).every(([name, value]) => this.#state[name as keyof typeof told] === value)
    if (same && !moved) return
    this.#set({ ...told, ...(moved && { status: { phase: 'live', activity } }) })
  }

  #setStatus(status: CallStatus): void {
    this.#set({ status })
  }

  #set(change: Partial<CallState>): void {
    this.#state = { ...this.#state, ...change }
    this.changed()
  }
}

const hasEnded = ({ state }: SessionInfo): boolean => state === 'ended' || state === 'interrupted'
