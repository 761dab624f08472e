"""The partner's audio as samples, for ends that play it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pybase64

from feedbackyes.audio.formats import AudioFormat, Decoder
from feedbackyes.gateway.fastpath import AUDIO_DELTA

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call


class Delta:
    """Reads the audio deltas of one call, in whatever format its session has."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._decoder: Decoder | None = None

    def read(self, payload: bytes) -> tuple[str, bytes] | None:
        """The response and its audio, PCM16 at 24 kHz; None when it is no audio delta."""
        match = AUDIO_DELTA(payload)
        if match is None:
            return None
        data = pybase64.b64decode(bytes(payload[match.end() : -2]))
        return match["response"].decode(errors="replace"), self._pcm(data)

    def _pcm(self, data: bytes) -> bytes:
        kind = self._call.downstream.link.format
        if kind is AudioFormat.PCM:
            return data
        if self._decoder is None or self._decoder.format is not kind:
            self._decoder = Decoder(kind)
        return self._decoder.decode(data).astype("<i2", copy=False).tobytes()
