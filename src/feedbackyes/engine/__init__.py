"""The embedded Realtime engine: it listens, thinks and speaks behind the same protocol as a hosted service.

`session` decides (no I/O, the clock is an argument), `runner` acts: it moves audio between a transport, the stages and
the session. Pure parts beside `session`: `conversation` (items and what of them was heard), `responses` (the events of
one reply), `turns` (when somebody speaks), `tape` (recent audio), `playback` (what the client is playing), `tokens`.
`calls` are sessions over WebRTC, and `secrets` what their pages show.
"""

from feedbackyes.engine.calls import Calls, Sideband
from feedbackyes.engine.connection import EngineConnection, Stages, Transport
from feedbackyes.engine.runner import Description, Engine
from feedbackyes.engine.secrets import ClientSecret, ClientSecrets

__all__ = [
    "Calls",
    "ClientSecret",
    "ClientSecrets",
    "Description",
    "Engine",
    "EngineConnection",
    "Sideband",
    "Stages",
    "Transport",
]
