"""Where people reach this server."""

from __future__ import annotations

import socket

from feedbackyes.api.auth import is_local_name
from feedbackyes.settings import Settings

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 (compared, not bound)


def reached_at(settings: Settings, port: int | None = None) -> str:
    """The address without a slash at its end. `port`: at which it listens; None: that of the settings."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host = settings.host
    name = "localhost" if is_local_name(host) else own_address() if host in EVERYWHERE else host
    return f"{settings.scheme}://{bracketed(name)}:{port or settings.port}"


def bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def own_address() -> str:
    """The address that others would reach this machine at. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
