"""What is printed at start: where to go, and what is in use."""

from __future__ import annotations

import socket

from feedbackyes import __version__
from feedbackyes.api.services import EngineServices


def app_banner(services: EngineServices, port: int) -> str:
    """For the whole app."""
    return "\n".join([f"FeedbackYes {__version__}", *_lines(services, "open", address(services, port))])


def engine_banner(services: EngineServices, port: int) -> str:
    """For the engine alone."""
    where = address(services, port).replace("http", "ws", 1).replace(f":{port}/", f":{port}/v1/realtime")
    return "\n".join([f"FeedbackYes engine {__version__}", *_lines(services, "connect", where)])


def address(services: EngineServices, port: int) -> str:
    """The address to open, with the token where one is needed."""
    host = services.settings.host
    if services.door.loopback:
        return f"http://localhost:{port}/"
    name = _own_address() if host in {"0.0.0.0", "::"} else host  # noqa: S104 (compared, not bound)
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}:{port}/?token={services.door.access_token}"


def _lines(services: EngineServices, verb: str, where: str) -> list[str]:
    provider = services.provider
    basic = " (basic ears: about one word in three of free speech is misheard)"
    hosted = "hosted: voice leaves this machine" if provider.capabilities.hosted else "embedded: no key, no internet"
    found = {
        verb: where,
        "provider": f"{provider.name}, {provider.model} ({hosted})",
        "recogniser": (provider.recogniser or "the provider's own") + basic * provider.capabilities.basic_ears,
        "voice": provider.voice or "the provider's own",
        "data": str(services.settings.data),
    }
    return [f"  {name:<12}{value}" for name, value in found.items()]


def _own_address() -> str:
    """The address that others would reach this machine at. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
