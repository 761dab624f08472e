"""The embedded engine behind the GPT-Live protocol: voice without turns, over WebSocket or WebRTC.

`directory` begins and finds sessions, `session` is one, `places` and `webrtc` are where it is heard from. The pure parts:
`output` (what is said, with its words), `transcripts` (what was understood), `pace` (when a frame is due), `requests`.
"""

from feedbackyes.engine.live.directory import LiveSessions
from feedbackyes.engine.live.places import Primary, Sideband
from feedbackyes.engine.live.session import LiveSession

__all__ = ["LiveSession", "LiveSessions", "Primary", "Sideband"]
