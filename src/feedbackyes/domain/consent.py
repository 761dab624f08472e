"""What a person has agreed to, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Purpose(StrEnum):
    """Each is asked for, given and taken back on its own.

    `recording`: sessions may be recorded. `hosted_voice`: voice may leave this machine for a hosted service.
    `hosted_judge`: what was said in a talk may leave it, as text, for a hosted language model that judges it.
    `keep_recording`: a recording may stay after the day on which it was made, for as long as the server's rule says.
    `handed_on`: transcripts and feedback may go to the organisation's own systems, by webhooks.
    """

    RECORDING = "recording"
    HOSTED_VOICE = "hosted_voice"
    HOSTED_JUDGE = "hosted_judge"
    KEEP_RECORDING = "keep_recording"
    HANDED_ON = "handed_on"


class Way(StrEnum):
    """How an answer was given: by the page or a program, or by a key of a telephone."""

    PAGE = "page"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Text:
    """What is agreed to, in words. An answer holds for the version that it was given to.

    Args:
        text: what happens. withdrawn: what happens when it is taken back. without: how to go on without it.
    """

    version: int
    text: str
    withdrawn: str
    without: str


TEXTS: Mapping[Purpose, Text] = {
    Purpose.RECORDING: Text(
        1,
        "Your talks are recorded, so that you can listen to them again and your feedback can say how you "
        "sounded. No voiceprint is made.",
        "When you take this back, nothing more is recorded. Recordings that are there stay until you delete "
        "them or their time is over.",
        "Without it you practise as well, by voice or by typing. Your feedback then says nothing about pace "
        "and pauses.",
    ),
    Purpose.KEEP_RECORDING: Text(
        1,
        "Your recordings stay for as long as this server's rule says, instead of one day.",
        "When you take this back, recordings older than a day are deleted within the hour.",
        "Without it you can listen for a day. Transcript and feedback stay as they would.",
    ),
    Purpose.HOSTED_VOICE: Text(
        1,
        "Your voice is sent to the voice service that is named when you start, while you talk.",
        "When you take this back, new talks no longer go there. What the service has kept follows its own terms.",
        "Without it you talk with the partner that runs on this server, or type.",
    ),
    Purpose.HOSTED_JUDGE: Text(
        1,
        "What you say is sent, as text, to a hosted language model that writes your feedback.",
        "When you take this back, nothing more is sent. Feedback that is there stays until you delete it.",
        "Without it you get the feedback of the check that runs on this server.",
    ),
    Purpose.HANDED_ON: Text(
        1,
        "Transcripts and feedback of your talks are passed to the systems of your organisation that its "
        "admins have set up.",
        "When you take this back, nothing more is passed on. What those systems have is for your organisation "
        "to delete.",
        "Without it those systems learn that a talk took place and how long it was, and nothing that was said.",
    ),
}
"""In English; the page has the same in its languages."""


def may_record(mode: Literal["ask", "on", "off"], *, asked: bool | None, granted: bool | None) -> bool:
    """Whether a new session is recorded.

    Args:
        mode: the server's setting; `off` is never overruled.
        asked: what the person said for this session; None when they said nothing.
        granted: the consent on record; None when the question was never answered.
    """
    if mode == "off":
        return False
    if asked is not None:
        return asked
    return granted is True or (mode == "on" and granted is None)
