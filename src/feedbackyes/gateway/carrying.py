"""What the learner had just said when their session was left to the next server, which is sent it first.

A pause is known to be none only when speech has been noticed, up to a second after it began; and what is on its way while the
line is closed would be heard by nobody. So the last audio goes along: from where somebody began to speak, else a second.
Nothing is made of it here any more.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.gateway.continuity import KEPT_MS
from feedbackyes.gateway.fastpath import drop
from feedbackyes.protocol.scan import event_type
from feedbackyes.storage.recordings.disk import Recordings

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

logger = logging.getLogger(__name__)


def begin(call: Call) -> float | None:
    """From where on the learner's audio goes along; from now on nobody here hears them. None: all of it is heard here."""
    journal, projection = call.uplink.journal, call.downstream.projection
    first_ms = journal.begin_ms if journal is not None else None
    if first_ms is None or call.uplink.format is not AudioFormat.PCM or call.provider is None:
        return None
    spoken_ms = projection.spoken_since_ms
    if spoken_ms is not None and first_ms > spoken_ms:
        return None  # its beginning is not here, so it becomes words here
    quiet_ms = projection.boundary_ms if call.floor.manual else call.uplink.clock.audio_ms - KEPT_MS
    call.send_raw({"type": "input_audio_buffer.clear"})
    call.uplink.send = drop
    call.floor.forget_speech()
    return max(projection.boundary_ms, quiet_ms) if spoken_ms is None else spoken_ms


async def keep(call: Call, recordings: Recordings, from_ms: float | None) -> None:
    """Leave it to the next server. A disk that does not take it costs the learner these words, not the session."""
    journal = call.uplink.journal
    if from_ms is None or journal is None:
        return
    messages = [piece.payload for piece in journal.since(from_ms)]
    try:
        await asyncio.to_thread(recordings.carry, call.session.id, messages)
    except OSError as error:
        logger.warning("The last words of session %s are not handed over: %s", call.session.id, error)


def send(call: Call, recordings: Recordings) -> None:
    """Send what another server has left. It is in the recording already."""
    messages = call.before.carried if call.before is not None else ()
    recording, call.uplink.recording = call.uplink.recording, None
    for message in messages:
        if not call.uplink.take(message):
            call.send(message)
            if event_type(message) == b"response.create":
                call.floor.asked()
    call.uplink.recording = recording
    if messages:
        recordings.forget_carried_of(call.session.id)
