"""What a call does in the end, however it came to it: everything stored, both sides left, nothing open."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.gateway import carrying
from feedbackyes.gateway.ending import Ending
from feedbackyes.gateway.handover import HANDED_OVER
from feedbackyes.gateway.recorder import Recorder
from feedbackyes.storage.recordings.disk import Recordings

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

WIND_DOWN_SECONDS, STOP_SECONDS = 2.0, 0.4
"""For what the learner said last to become words; less of it when somebody else has ended the talk, and waits."""
_RESTARTED = "The server is being restarted. The talk goes on when it is back."
logger = logging.getLogger(__name__)


async def finish(call: Call, recorder: Recorder, recordings: Recordings) -> None:
    """End a call. One that another process has by now (`call.lost`) stores nothing more."""
    ending = call.ending or Ending(EndReason.CRASHED, "")
    if call.hands_over and call.learner is not None:  # what they say from now on is for the next server
        call.floor.hush()
        call.learner.leave(ending.code, ending.message)
        call.redial.part()
    heard_until_ms = carrying.begin(call) if call.hands_over else None
    if ending.winds_down and call.provider is not None and not call.lost:
        await call.floor.wind_down(STOP_SECONDS if ending.reason is EndReason.STOPPED else WIND_DOWN_SECONDS)
    if ending.reason is EndReason.STOPPED:  # it is over for them at once, however much is still to be stored
        call.floor.hush()
        _part(call, ending)
    await call.downstream.settle()
    call.floor.hush()
    call.downstream.finish()
    await call.continuity.hang_up()
    call.meter.close()
    call.monitors.close()
    if call.recording is not None:
        await recorder.close(call.recording)
        if ending.reason is EndReason.PROVIDER_UNREACHABLE and call.uplink.clock.audio_ms == 0:
            recorder.delete(call.recording)
    if not call.lost:
        await _store_end(call, ending, recordings, heard_until_ms)
    _part(call, ending)
    call.redial.close()
    await call.continuity.close()
    call.without_provider()


def _part(call: Call, ending: Ending) -> None:
    learner, call.learner = call.learner, None
    if learner is not None:
        learner.end(ending.reason, ending.code, ending.message)


async def _store_end(call: Call, ending: Ending, recordings: Recordings, heard_until_ms: float | None) -> None:
    try:
        if call.hands_over:
            await carrying.keep(call, recordings, heard_until_ms)
            await call.story.enter(SessionState.RECONNECTING, why=HANDED_OVER, message=_RESTARTED)
        else:
            await call.story.enter(SessionState.ENDED, reason=ending.reason, message=ending.message)
    except ExpectedError as error:
        logger.warning("The end of session %s could not be stored: %s", call.session.id, error.message)
