"""What can be wrong with a start. None of it takes the application, which takes seconds to import."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from feedbackyes import providers, stages
from feedbackyes.app import tls
from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.settings import Settings
from feedbackyes.stages import registry

BACKLOG = 2048


class PortBusy(NotReady):
    code = "port_busy"


@contextmanager
def ready(settings: Settings) -> Iterator[list[socket.socket]]:
    """The sockets to serve at, when nothing is wrong.

    Raises:
        PortBusy: the port is taken.
        ExpectedError: a part cannot be used; the sentence says which and what to do.
    """
    check_provider(settings)
    check_stages(settings)
    tls.check(settings)
    with bound(settings.host, settings.port) as sockets:
        yield sockets


def check_provider(settings: Settings) -> None:
    """Fail before anything is started when a hosted provider cannot be used. Raises `NotReady`, `UnknownBackend`."""
    if settings.chosen_provider != "local":
        providers.load(settings.chosen_provider, settings)


def check_stages(settings: Settings) -> None:
    """Fail when the embedded engine is to talk and has no such part. Raises `UnknownBackend`."""
    if settings.chosen_provider != "local":
        return
    named = {"vad": settings.vad, "stt": settings.stt, "dialogue": settings.chosen_dialogue, "tts": settings.tts}
    for kind, name in named.items():
        registry.find(kind, [str(Path(folder) / kind) for folder in stages.__path__], name)


@contextmanager
def bound(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Sockets for every address of `host`, closed with the block.

    Raises:
        PortBusy: the port is taken, or may not be used.
        InvalidInput: `host` is no address of this machine.
    """
    sockets = _listen(host, port)
    try:
        yield sockets
    finally:
        for one in sockets:
            one.close()


def _listen(host: str, port: int) -> list[socket.socket]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise InvalidInput(f"FEEDBACKYES_HOST={host!r} is no address of this machine.", param="host") from error
    sockets: list[socket.socket] = []
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            number = sockets[0].getsockname()[1] if sockets else port
            sockets.append(_bind(family, (address[0], number, *address[2:])))
    except OSError as error:
        for one in sockets:
            one.close()
        other = f"FEEDBACKYES_PORT={port + 1} make run, or feedbackyes serve --port {port + 1}"
        raise PortBusy(
            f"{host}:{port} cannot be used: {error.strerror}. "
            f"If that is not FeedbackYes already running, take another port: {other}."
        ) from error
    return sockets


def _bind(family: int, address: tuple[Any, ...]) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
        one.listen(BACKLOG)  # at once: who comes while we start waits instead of being refused
    except OSError:
        one.close()
        raise
    return one
