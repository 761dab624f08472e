"""Events and commands in the order in which they are to be carried out."""

from __future__ import annotations

from collections.abc import Callable

from feedbackyes.engine.commands import Command
from feedbackyes.protocol.server import ServerEvent

NewId = Callable[[str], str]
"""Makes a unique id that begins with the given prefix, e.g. `item` for `item_8Zk…`."""


class Outbox:
    """What a session wants done. Events get their ids here."""

    def __init__(self, new_id: NewId) -> None:
        self.new_id = new_id
        self._waiting: list[ServerEvent | Command] = []

    def event_id(self) -> str:
        return self.new_id("event")

    def put(self, *what: ServerEvent | Command) -> None:
        self._waiting.extend(what)

    def take(self) -> list[ServerEvent | Command]:
        """Everything since the last call, oldest first."""
        waiting, self._waiting = self._waiting, []
        return waiting
