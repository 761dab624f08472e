/** The parts of RTCPeerConnection that PeerSocket uses; nothing happens unless the test says so. */

export class TestChannel {
  readyState: RTCDataChannelState = 'connecting'
  bufferedAmount = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  readonly sent: string[] = []
  readonly label: string

  constructor(label: string) {
    this.label = label
  }

  send(data: string): void {
    this.sent.push(data)
  }

  open(): void {
    this.readyState = 'open'
    this.onopen?.()
  }

  close(): void {
    this.readyState = 'closed'
    this.onclose?.()
  }
}

export class TestPeer extends EventTarget {
  readonly configuration: RTCConfiguration
  connectionState: RTCPeerConnectionState = 'new'
  iceGatheringState: RTCIceGatheringState = 'new'
  localDescription: { sdp: string } | null = null
  remoteDescription: RTCSessionDescriptionInit | null = null
  onconnectionstatechange: (() => void) | null = null
  ontrack: ((event: { streams: unknown[]; track: unknown }) => void) | null = null
  channel: TestChannel | null = null
  /** What the microphone's sender sends. */
  sending: unknown = null
  closed = false

  constructor(configuration: RTCConfiguration) {
    super()
    this.configuration = configuration
  }

  addTransceiver(track: unknown) {
    this.sending = track
    const replaceTrack = async (other: unknown) => {
      this.sending = other
    }
    return { sender: { replaceTrack } }
  }

  createDataChannel(label: string): TestChannel {
    this.channel = new TestChannel(label)
    return this.channel
  }

  async createOffer() {
    return { type: 'offer', sdp: 'v=0 offer' }
  }

  async setLocalDescription({ sdp }: { sdp: string }): Promise<void> {
    this.localDescription = { sdp }
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description
  }

  gather(sdp: string): void {
    this.localDescription = { sdp }
    this.iceGatheringState = 'complete'
    this.dispatchEvent(new Event('icegatheringstatechange'))
  }

  change(state: RTCPeerConnectionState): void {
    this.connectionState = state
    this.onconnectionstatechange?.()
  }

  close(): void {
    this.closed = true
  }
}

/** Every peer connection that was made, and the function that makes them. */
export class TestPeers {
  readonly made: TestPeer[] = []

  readonly create = (configuration: RTCConfiguration): RTCPeerConnection => {
    const peer = new TestPeer(configuration)
    this.made.push(peer)
    return peer as unknown as RTCPeerConnection
  }

  get last(): TestPeer {
    const peer = this.made.at(-1)
    if (!peer) throw new Error('Nobody has made a peer connection.')
    return peer
  }
}
