"""What a person has agreed to, and what follows from it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Purpose(StrEnum):
    """Each is asked for, given and taken back on its own.

    `recording`: sessions may be recorded. `hosted_voice`: voice may leave this machine for a hosted service.
    `hosted_judge`: what was said in a talk may leave it, as text, for a hosted language model that judges it.
    """

    RECORDING = "recording"
    HOSTED_VOICE = "hosted_voice"
    HOSTED_JUDGE = "hosted_judge"


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
