"""A call by way of Debian's coturn, with the credentials that a browser is given."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from feedbackyes.rtc import IceServer, ice
from feedbackyes.rtc.peers import AiortcPeers
from feedbackyes.rtc.sockets import host_addresses
from feedbackyes.settings import Settings
from tests.rtc.caller import PATIENCE_S, Caller, Log
from tests.rtc.speech import speech

SECRET = "north wind"
PAGE = Path(__file__).parents[2] / "docs/network.md"
COTURN = shutil.which("turnserver")

pytestmark = pytest.mark.skipif(COTURN is None, reason="coturn is not installed: apt-get install coturn")


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[str]:
    """A TURN server of our own on loopback; its URL."""
    options = (
        *("-n", "--no-tls", "--no-dtls", "--no-cli", "--relay-ip=127.0.0.1", "--realm=turn.example"),
        *("--use-auth-secret", f"--static-auth-secret={SECRET}", "--allow-loopback-peers"),
    )
    async with coturn(tmp_path, *options) as url:
        yield url


@asynccontextmanager
async def coturn(folder: Path, *options: str) -> AsyncIterator[str]:
    """A TURN server on loopback with `options`; its URL."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    place = [
        *("--listening-ip=127.0.0.1", f"--listening-port={port}", "--log-file=stdout", "--simple-log"),
        *(f"--userdb={folder}/turn.db", f"--pidfile={folder}/turn.pid"),
    ]
    quiet = asyncio.subprocess.DEVNULL
    server = await asyncio.create_subprocess_exec(str(COTURN), *options, *place, stdout=quiet, stderr=quiet)
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


def documented(server: str) -> str:
    """The configuration that docs/network.md shows, with `server` in the place of ours and no TLS."""
    (lines,) = re.findall(r"```conf\n(.*?)```", PAGE.read_text(), re.DOTALL)
    shown = lines.replace("198.51.100.10", server)
    return re.sub(r"(?m)^(listening-port|tls-listening-port|cert|pkey)=.*\n", "", shown)


@pytest.mark.parametrize("named", [True, False])
async def test_the_documented_lines_relay_to_the_server_that_they_name_only(
    tmp_path: Path, settings: Settings, named: bool
) -> None:
    (ours, *_) = host_addresses(True, False)
    (secret,) = re.findall(r"^FEEDBACKYES_TURN_SECRET=(.*)$", PAGE.read_text(), re.MULTILINE)
    configuration = tmp_path / "turnserver.conf"
    configuration.write_text(documented(ours if named else "198.51.100.10"))
    async with coturn(tmp_path, "-c", str(configuration), "--no-tls", "--no-dtls", f"--relay-ip={ours}") as url:
        peers = AiortcPeers(settings.model_copy(update={"ice_servers": (url,), "turn_secret": secret}))
        log = Log()
        async with Caller(peers.ice_servers("ann"), relayed=True) as caller:
            await caller.call(peers, log)
            if named:
                await log.told_of("open")
            else:
                await asyncio.sleep(2)
                assert log.told == []
            await peers.close()
