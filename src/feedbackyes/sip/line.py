"""A call that was taken: its media, and who listens to it. See `Line`."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable

from feedbackyes.sip import HungUp, LineListener, LineStatistics
from feedbackyes.sip.dialog import Dialog
from feedbackyes.sip.media import Media
from feedbackyes.sip.pacer import Pacer
from feedbackyes.sip.sdp import Local, Remote

SILENT_SECONDS = 20.0
"""So long no audio may come before a call that is not held counts as gone."""
HELD_SECONDS = 300.0


class SipLine:
    """See `Line`. `hang` tells the other end that we hang up."""

    def __init__(
        self,
        dialog: Dialog,
        ports: tuple[socket.socket, socket.socket],
        pacer: Pacer,
        host: str,
        hang: Callable[[Dialog], None],
    ) -> None:
        self.dialog = dialog
        self.caller, self.dialled, self.account = dialog.caller, dialog.dialled, dialog.account
        self._listener: LineListener | None = None
        self._hang = hang
        self._why: HungUp | None = None
        self._held = self._open = False
        self._loop = asyncio.get_running_loop()
        self._media = Media(ports, pacer, dialog.source.host, self._on_audio, self.press, self._on_drained)
        self.local = Local(host, self._media.port, secrets.randbits(31))

    @property
    def queued_ms(self) -> float:
        voice = self._media.voice
        return voice.queued_ms if voice else 0.0

    @property
    def played_ms(self) -> float:
        voice = self._media.voice
        return voice.played_ms if voice else 0.0

    @property
    def statistics(self) -> LineStatistics:
        return self._media.statistics

    def play(self, pcm: bytes) -> None:
        voice = self._media.voice
        if voice is not None and pcm:
            voice.play(pcm)

    def clear(self) -> float:
        voice = self._media.voice
        return voice.clear() if voice else 0.0

    def hang_up(self) -> None:
        self.end("us")

    # ---- the listener's side

    def begin(self, listener: LineListener) -> None:
        """From now on `listener` hears."""
        self._listener = listener

    def use(self, remote: Remote) -> None:
        """What the other end wants of its media."""
        self._held = remote.held
        self._media.use(remote)

    def opened(self) -> None:
        """The caller has acknowledged, at first and whenever they offered anew."""
        if not self._open and self._listener is not None:
            self._open = True
            self._listener.on_open()

    def press(self, key: str) -> None:
        if self._listener is not None:
            self._listener.on_key(key)

    def look(self) -> None:
        """Whether anybody is there still."""
        quiet = self._loop.time() - self._media.heard_at
        if quiet >= (HELD_SECONDS if self._held else SILENT_SECONDS):
            self.end("silent")

    def end(self, why: HungUp) -> None:
        """Hang up for a reason."""
        self._why = self._why or why
        self._hang(self.dialog)

    def over(self, by: HungUp) -> None:
        """The call is over."""
        listener, self._listener = self._listener, None
        try:
            self._media.close()
        finally:
            if listener is not None:
                listener.on_hung_up(self._why or by if by == "us" else by)

    def _on_audio(self, pcm: bytes) -> None:
        if self._listener is not None:
            self._listener.on_audio(pcm)

    def _on_drained(self) -> None:
        if self._listener is not None:
            self._listener.on_drained()
