"""A call by way of Debian's coturn, with the credentials that a browser is given."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feedbackyes.rtc import IceServer, ice
from feedbackyes.rtc.peers import AiortcPeers
from feedbackyes.settings import Settings
from tests.rtc.caller import PATIENCE_S, Caller, Log
from tests.rtc.speech import speech

SECRET = "north wind"
COTURN = shutil.which("turnserver")

pytestmark = pytest.mark.skipif(COTURN is None, reason="coturn is not installed: apt-get install coturn")


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[str]:
    """A TURN server of our own on loopback; its URL."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    options = [
        *("-n", "--no-tls", "--no-dtls", "--no-cli", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1"),
        *(f"--listening-port={port}", "--realm=turn.example", "--use-auth-secret", f"--static-auth-secret={SECRET}"),
        *("--allow-loopback-peers", f"--userdb={tmp_path}/turn.db", f"--pidfile={tmp_path}/turn.pid"),
        *("--log-file=stdout", "--simple-log"),
    ]
    quiet = asyncio.subprocess.DEVNULL
    server = await asyncio.create_subprocess_exec(str(COTURN), *options, stdout=quiet, stderr=quiet)
    try:
        await _listening(port)
        yield f"turn:127.0.0.1:{port}?transport=udp"
    finally:
        server.terminate()
        await server.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                await writer.wait_closed()
                return


@pytest.fixture
async def peers(relay: str, settings: Settings) -> AsyncIterator[AiortcPeers]:
    peers = AiortcPeers(settings.model_copy(update={"ice_servers": (relay,), "turn_secret": SECRET}))
    yield peers
    await peers.close()


def kinds(description: str) -> set[str]:
    """Of the candidates."""
    return {line.split(" ")[7] for line in description.splitlines() if line.startswith("a=candidate:")}


async def test_a_browser_that_reaches_only_the_relay_can_talk(peers: AiortcPeers) -> None:
    log = Log()
    async with Caller(peers.ice_servers("ann"), relayed=True) as caller:
        peer = await caller.call(peers, log)
        assert kinds(caller.connection.localDescription.sdp) == {"relay"}
        await log.told_of("open")
        peer.send("by way of the relay")
        await caller.log.told_of("by way of the relay")
        caller.microphone.play(speech(0.5).tobytes())
        await log.until(lambda: log.heard_ms > 500)
        peer.play(speech(0.5).tobytes())
        await log.told_of("drained")
        await caller.log.until(lambda: caller.log.heard_ms > 500)


async def test_a_server_behind_a_wall_takes_a_relay_itself(relay: str, settings: Settings) -> None:
    changes = {"ice_servers": (relay,), "turn_secret": SECRET, "relay_server_side": True}
    peers = AiortcPeers(settings.model_copy(update=changes))
    log = Log()
    async with Caller() as caller:
        peer = await caller.call(peers, log)
        assert kinds(peer.answer) == {"host", "relay"}
        await log.told_of("open")
        await peers.close()


@pytest.mark.parametrize("wrong", ["secret", "expired"])
async def test_credentials_that_do_not_hold_get_no_relay(relay: str, wrong: str) -> None:
    made: tuple[IceServer, ...] = (
        ice.servers((relay,), "south wind", "ann") if wrong == "secret" else ice.servers((relay,), SECRET, "ann", now=0)
    )
    async with Caller(made, relayed=True) as caller:
        assert kinds(await caller.offer()) == set()
