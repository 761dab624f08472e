"""Azure's addresses and what lets us in there, against a socket of our own."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from feedbackyes import providers
from feedbackyes.domain.errors import NotReady
from feedbackyes.providers import ProviderUnreachable
from feedbackyes.providers._access import Token, expires_at, from_command, from_file
from feedbackyes.settings import Settings


class Listener:
    def on_message(self, payload: bytes) -> None: ...
    def on_closed(self, code: int, reason: str) -> None: ...
    def on_pause(self) -> None: ...
    def on_resume(self) -> None: ...


class Door:
    """A service that takes one credential and remembers how it was asked."""

    def __init__(self, wanted: dict[str, str]) -> None:
        self.wanted, self.asked = wanted, list[tuple[str, dict[str, str]]]()

    def look(self, connection: ServerConnection, request: Request) -> Response | None:
        headers = {name.lower(): value for name, value in request.headers.raw_items()}
        self.asked.append((request.path, headers))
        if self.wanted.items() <= headers.items():
            return None
        return connection.respond(401, '{"error": {"message": "The token has expired."}}')


async def _hold(socket: ServerConnection) -> None:
    await socket.wait_closed()


def jwt(expires: float) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"exp": expires}).encode()).decode().rstrip("=")
    return f"e30.{claims}.sig"


async def connect(door: Door, **settings: Any) -> None:
    async with serve(_hold, "127.0.0.1", 0, process_request=door.look) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        values = {
            "AZURE_OPENAI_ENDPOINT": f"http://127.0.0.1:{port}/",
            "AZURE_OPENAI_DEPLOYMENT": "my-talk",
            **settings,
        }
        provider = providers.load("azure", Settings.model_validate(values))
        connection = await provider.connect(Listener())
        connection.close()
        await provider.close()


async def test_a_deployment_is_called_by_its_name_with_the_key_in_azures_header() -> None:
    door = Door({"api-key": "k-1"})
    await connect(door, AZURE_OPENAI_API_KEY="k-1")
    ((path, headers),) = door.asked
    assert path == "/openai/v1/realtime?model=my-talk"
    assert "authorization" not in headers


async def test_a_token_that_is_refused_is_read_again_once(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("old\n")
    door = Door({"authorization": "Bearer new"})

    class Fresh(Door):
        def look(self, connection: ServerConnection, request: Request) -> Response | None:
            refused = super().look(connection, request)
            file.write_text("new\n")
            return refused

    door = Fresh(door.wanted)
    await connect(door, azure_token_file=file)
    assert [headers["authorization"] for _, headers in door.asked] == ["Bearer old", "Bearer new"]


async def test_a_token_that_stays_the_same_is_refused_for_good(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("old")
    door = Door({"authorization": "Bearer new"})
    with pytest.raises(ProviderUnreachable) as refused:
        await connect(door, azure_token_file=file)
    assert (refused.value.status, refused.value.final) == (401, True)
    assert "AZURE_OPENAI" in refused.value.message
    assert len(door.asked) == 1


async def test_a_token_is_kept_until_it_expires() -> None:
    tokens = [jwt(time.time() + 60), jwt(time.time() + 3600)]
    read: list[str] = []

    async def source() -> str:
        read.append(tokens[min(len(read), 1)])
        return read[-1]

    token = Token(source)
    first = await token.headers()
    assert (await token.headers()) != first  # it would expire in a minute
    assert (await token.headers()) == (await token.headers())
    assert len(read) == 2


async def test_a_command_prints_the_token() -> None:
    assert await from_command("printf 'a token'")() == "a token"
    with pytest.raises(ProviderUnreachable, match="Run it by hand"):
        await from_command("false")()
    with pytest.raises(ProviderUnreachable, match="cannot be read"):
        await from_file(Path("/nowhere/token"))()


@pytest.mark.parametrize("token", ["plain", "a.b.c", "e30.e30.s"])
def test_a_token_that_does_not_say_when_it_expires_is_kept(token: str) -> None:
    assert expires_at(token) == float("inf")


@pytest.mark.parametrize(
    ("values", "missing"),
    [({}, "AZURE_OPENAI_ENDPOINT"), ({"AZURE_OPENAI_ENDPOINT": "https://a.example"}, "AZURE_OPENAI_API_KEY")],
)
def test_what_is_missing_is_named(values: dict[str, str], missing: str) -> None:
    with pytest.raises(NotReady, match=missing):
        providers.load("azure", Settings.model_validate(values))
