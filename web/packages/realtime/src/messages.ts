/** Every sentence that this package may show, in English. Pass your own to `Call` for another language. */

export interface ProblemText {
  /** What happened. */
  message: string
  /** What to do, and what is safe. */
  action: string
}

export interface Messages {
  problems: Record<string, ProblemText>
  /** For a code that is not in `problems`; the server's own sentence comes first. */
  unknown: ProblemText
  /** Of a call that ended without anything being broken, by its reason. */
  ended: Record<string, string>
  webrtcMissing: string
  webrtcBlocked: string
  socketBlocked: string
  holdLonger: string
}

export const MESSAGES: Messages = {
  problems: {
    insecure_context: {
      message: 'Browsers give the microphone to secure pages only.',
      action: 'Open it over https, or as http://localhost on the server itself. You can type instead.',
    },
    audio_unsupported: {
      message: 'This browser cannot process live sound.',
      action: 'Use a current Chrome, Edge, Firefox or Safari. You can type instead.',
    },
    audio_blocked: {
      message: 'The browser does not let this page make sound yet.',
      action: 'Press start again, or allow sound for this page.',
    },
    microphone_denied: {
      message: 'The microphone was not allowed.',
      action: 'Allow it in the address bar and start again. You can type instead.',
    },
    microphone_missing: {
      message: 'No microphone was found.',
      action: 'Plug one in or choose another device, then start again. You can type instead.',
    },
    microphone_busy: {
      message: 'The microphone gives no sound; another program may be using it.',
      action: 'Close the other program or choose another device, then start again.',
    },
    microphone_failed: {
      message: 'The microphone could not be opened.',
      action: 'Check the device and start again. You can type instead.',
    },
    microphone_lost: {
      message: 'The microphone went away.',
      action: 'Plug it in or choose another device; you can type meanwhile.',
    },
    unreachable: {
      message: 'The server does not answer.',
      action: 'Check that it runs and that you are online.',
    },
    connection_refused: {
      message: 'The server did not accept the call.',
      action: 'Try again, or look at the server log.',
    },
    connection_lost: {
      message: 'The connection was lost and did not come back.',
      action: 'Everything shown is saved. Start again when you are online.',
    },
    provider_lost: {
      message: 'The voice service went away.',
      action: 'Everything shown is saved. Start again in a moment.',
    },
    provider_unreachable: {
      message: 'The voice service could not be reached.',
      action: 'Nothing was lost. Try again in a moment.',
    },
    taken_over: {
      message: 'This conversation goes on in another window.',
      action: 'Go there, or start again here to take it back.',
    },
    slow_reader: {
      message: 'This connection is too slow for live sound.',
      action: 'Everything shown is saved. Try a faster network.',
    },
    crashed: {
      message: 'The server stopped unexpectedly.',
      action: 'Everything shown is saved. Start again in a moment.',
    },
  },
  unknown: { message: 'Something went wrong.', action: 'Everything shown is saved. Try again.' },
  ended: {
    completed: 'The conversation is over.',
    stopped: 'The conversation was stopped.',
    idle: 'The conversation ended because it was quiet for long.',
    left: 'The conversation ended because this page was away for too long.',
    shutdown: 'The server was shut down. Everything shown is saved.',
    cost_limit: 'A limit on cost or talking time was reached. Everything shown is saved.',
  },
  webrtcMissing: 'This browser has no WebRTC; the call goes over WebSocket.',
  webrtcBlocked: 'WebRTC could not get through this network; the call goes over WebSocket.',
  socketBlocked: 'Your network lets no live call through. You take turns: speak, then wait a moment for the answer.',
  holdLonger: 'Hold the button for as long as you speak.',
}
