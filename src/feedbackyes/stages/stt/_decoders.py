"""A worker's decoders: made ahead, lent for one segment, kept for the next one that needs the same language model."""

from __future__ import annotations

from feedbackyes.stages.stt._decoder import Decoder

MOST = 8
"""Decoders in one process: beyond it memory, not time, is what runs out. Who finds none waits."""


class Decoders:
    """Idle decoders in the order of their last use."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._idle: list[Decoder] = []
        self._lent = 0

    def prepare(self, model: str, wanted: int) -> None:
        """Make a decoder for a language model unless `wanted` of them are idle or there is no room.

        Raises:
            ModelUnusable: the model cannot be read.
        """
        if self._count(model) < wanted and (self._has_room() or self._make_room(model)):
            self._idle.append(Decoder(model))

    def can_lend(self) -> bool:
        return self._has_room() or bool(self._idle)

    def lend(self, model: str) -> Decoder:
        """An idle decoder, else a new one. Ask `can_lend` before."""
        self._lent += 1
        try:
            for index in range(len(self._idle) - 1, -1, -1):
                if self._idle[index].model == model:
                    return self._idle.pop(index)
            if not self._has_room():
                self._make_room(model)
            return Decoder(model)
        except Exception:
            self._lent -= 1
            raise

    def take_back(self, decoder: Decoder) -> None:
        self._lent -= 1
        self._idle.append(decoder)

    def lost(self) -> None:
        """A decoder that was lent has failed and does not come back."""
        self._lent -= 1

    def _count(self, model: str) -> int:
        return sum(decoder.model == model for decoder in self._idle)

    def _has_room(self) -> bool:
        return self._lent + len(self._idle) < self._most

    def _make_room(self, model: str) -> bool:
        """Let go of the decoder that was idle longest and is for another model."""
        for index, decoder in enumerate(self._idle):
            if decoder.model != model:
                del self._idle[index]
                return True
        return False
