"""A worker's decoders: made ahead, lent for one segment, kept for the next one that needs the same language model."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from weakref import WeakSet

from feedbackyes.stages.stt._decoder import Decoder

MOST = 6
"""Decoders in one process, 40 to 95 MB each. A core decodes about as many speakers; who finds none waits."""
AHEAD = 3
"""Idle decoders of one model that are made before they are needed."""
SPARE = 1
"""Decoders kept though nobody uses their model now: the next session often wants the same one."""


class Decoders:
    """Lends decoders. One that fails is not given back: when its borrower has dropped it, it is no longer counted."""

    def __init__(self, make: Callable[[str], Decoder] = Decoder, most: int = MOST) -> None:
        self._make = make
        self._most = most
        self._idle: list[Decoder] = []  # the one used last at the end
        self._lent: WeakSet[Decoder] = WeakSet()

    def prepare(self, model: str, users: int) -> None:
        """Have a decoder for each of `users` streams, those that are lent included, as far as there is room and sense.

        Raises:
            RuntimeError: the model cannot be read.
        """
        idle = _count(model, self._idle)
        wanted = idle < AHEAD and idle + _count(model, self._lent) < users
        if wanted and (self._has_room() or self._make_room(model)):
            self._idle.append(self._make(model))

    def trim(self, used: Collection[str]) -> None:
        """Let go of idle decoders for models that nobody uses, but for `SPARE`."""
        unused = [decoder for decoder in self._idle if decoder.model not in used]
        self._idle = [decoder for decoder in self._idle if decoder not in unused[:-SPARE]]
        if len(unused) > SPARE:
            unused.clear()
            _return_memory()

    def can_lend(self) -> bool:
        return self._has_room() or bool(self._idle)

    def lend(self, model: str) -> Decoder:
        """An idle decoder, else a new one. Ask `can_lend` before.

        Raises:
            RuntimeError: the model cannot be read.
        """
        decoder = self._take_idle(model)
        if decoder is None:
            if not self._has_room():
                self._make_room(model)
            decoder = self._make(model)
        self._lent.add(decoder)
        return decoder

    def take_back(self, decoder: Decoder) -> None:
        self._lent.discard(decoder)
        self._idle.append(decoder)

    def _take_idle(self, model: str) -> Decoder | None:
        for index in range(len(self._idle) - 1, -1, -1):
            if self._idle[index].model == model:
                return self._idle.pop(index)
        return None

    def _has_room(self) -> bool:
        return len(self._lent) + len(self._idle) < self._most

    def _make_room(self, model: str) -> bool:
        """Let go of the decoder that was idle longest and is for another model."""
        for index, decoder in enumerate(self._idle):
            if decoder.model != model:
                del self._idle[index]
                return True
        return False


def _count(model: str, decoders: Iterable[Decoder]) -> int:
    return sum(decoder.model == model for decoder in decoders)


def _return_memory() -> None:
    """Give what was freed back to the system. glibc keeps much of it otherwise; other systems have no such call."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
