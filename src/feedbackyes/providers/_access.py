"""What lets us in at a hosted service: a key that stays, or a token that is read again when it is not taken any more."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import shlex
import subprocess
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from feedbackyes.providers import ProviderUnreachable

COMMAND_SECONDS = 30.0
MARGIN_SECONDS = 120.0
"""A token that expires so soon is replaced before it is used."""
logger = logging.getLogger(__name__)


class Access(Protocol):
    """The headers of a request."""

    async def headers(self) -> dict[str, str]:
        """Raises `ProviderUnreachable` when there is no token to be had."""
        ...

    async def renew(self) -> bool:
        """The service has refused what it was shown. Gives whether there may be something newer."""
        ...


class Key:
    """A header that stays the same."""

    def __init__(self, header: str, value: str) -> None:
        self._header, self._value = header, value

    async def headers(self) -> dict[str, str]:
        return {self._header: self._value}

    async def renew(self) -> bool:
        return False


class Nobody:
    """A service that wants to know nothing."""

    async def headers(self) -> dict[str, str]:
        return {}

    async def renew(self) -> bool:
        return False


class Token:
    """A bearer token of `read`, which is asked again when it expires or is refused."""

    def __init__(self, read: Callable[[], Awaitable[str]], now: Callable[[], float] = time.time) -> None:
        self._read, self._now = read, now
        self._token = ""
        self._lock = asyncio.Lock()

    async def headers(self) -> dict[str, str]:
        async with self._lock:
            if not self._token or expires_at(self._token) - MARGIN_SECONDS < self._now():
                self._token = await self._read()
            return {"Authorization": f"Bearer {self._token}"}

    async def renew(self) -> bool:
        async with self._lock:
            before, self._token = self._token, await self._read()
            return self._token != before


def from_file(path: Path) -> Callable[[], Awaitable[str]]:
    """Reads a token that somebody else keeps fresh."""

    async def read() -> str:
        try:
            return (await asyncio.to_thread(path.read_text)).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ProviderUnreachable(f"The token file {path} cannot be read: {error}.", final=True) from error

    return read


def from_command(command: str) -> Callable[[], Awaitable[str]]:
    """Runs a command that prints a token, without a shell."""

    def run() -> str:
        return subprocess.run(  # noqa: S603 (the administrator's own setting)
            shlex.split(command), capture_output=True, text=True, check=True, timeout=COMMAND_SECONDS
        ).stdout.strip()

    async def read() -> str:
        try:
            return await asyncio.to_thread(run)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            logger.warning("The command that makes tokens failed: %s", type(error).__name__)
            raise ProviderUnreachable(
                "The command that makes tokens for the voice service failed. Run it by hand to see why."
            ) from error

    return read


def expires_at(token: str) -> float:
    """Unix seconds at which a JSON Web Token expires; infinity for one that does not say. It is not verified here."""
    parts = token.split(".")
    if len(parts) != 3:
        return float("inf")
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return float(claims["exp"])
    except (ValueError, KeyError, TypeError):
        return float("inf")
