"""Who is let in, as whom, and who is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feedbackyes.api.auth import BadToken, Door, ForeignOrigin, NeedsToken, WrongHost, is_local_name
from feedbackyes.api.credentials import Knock
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, schema, users

ANN = Principal("ann", Role.LEARNER, "Ann")
LINK = "fy_link-token-of-this-server"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    await opened.close()


@pytest.fixture
async def token(database: Database) -> str:
    async with database.begin() as tx:
        return await users.add(tx, ANN, at=1)


@pytest.fixture
def door(database: Database) -> Door:
    return Door(Settings(), database, access_token="")


@pytest.fixture
def outer_door(database: Database) -> Door:
    return Door(Settings(host="0.0.0.0"), database, access_token=LINK)


def knock(*headers: tuple[str, str], query: tuple[tuple[str, str], ...] = (), **fields: str | None) -> Knock:
    host = () if any(name == "host" for name, _ in headers) else (("host", "localhost:8000"),)
    shown: dict[str, str | None] = {"client": "127.0.0.1", **fields}
    return Knock((*host, *headers), query, shown["client"], method=fields.get("method") or "GET", path="/api/me")


def carriers(token: str) -> list[Knock]:
    """Every way to bring a token along."""
    return [
        knock(("authorization", f"Bearer {token}")),
        knock(("authorization", f"bearer  {token}")),
        knock(("x-api-key", token)),
        knock(("api-key", token)),
        knock(("api-key", token), ("authorization", "Bearer sk-another-key")),
        knock(query=(("token", token),)),
        knock(("cookie", f"theme=dark; feedbackyes_token={token}")),
        knock(("sec-websocket-protocol", f"realtime, openai-insecure-api-key.{token}, openai-beta.realtime-v1")),
    ]


async def test_on_loopback_nobody_has_to_say_who_they_are(door: Door) -> None:
    assert (await door.admit(knock())).principal == LOCAL_ADMIN
    assert (await door.admit(knock(client="::1"))).principal == LOCAL_ADMIN
    assert (await door.admit(knock(client="::ffff:127.0.0.1"))).principal == LOCAL_ADMIN


@pytest.mark.parametrize("number", range(8))
async def test_a_token_says_who_it_is_however_it_comes(door: Door, outer_door: Door, token: str, number: int) -> None:
    assert (await door.admit(carriers(token)[number])).principal == ANN
    assert (await outer_door.admit(carriers(token)[number])).principal == ANN


@pytest.mark.parametrize("number", range(8))
async def test_the_access_link_opens_from_anywhere(outer_door: Door, number: int) -> None:
    assert (await outer_door.admit(carriers(LINK)[number])).principal == LOCAL_ADMIN


@pytest.mark.parametrize("key", ["sk-proj-abc", "null", "undefined", "dummy", "é"])
async def test_keys_of_other_services_count_on_loopback_as_nothing_said(door: Door, key: str) -> None:
    for carrier in carriers(key):
        assert (await door.admit(carrier)).principal == LOCAL_ADMIN


async def test_a_token_of_ours_that_is_not_known_is_refused(door: Door, outer_door: Door) -> None:
    for carrier in carriers("fy_unknown"):
        if any(name == "cookie" for name, _ in carrier.headers):
            continue
        with pytest.raises(BadToken):
            await door.admit(carrier)
        with pytest.raises(BadToken):
            await outer_door.admit(carrier)


async def test_a_forgotten_cookie_locks_nobody_out(door: Door, outer_door: Door) -> None:
    stale = knock(("cookie", "feedbackyes_token=fy_stale"))
    assert (await door.admit(stale)).principal == LOCAL_ADMIN
    with pytest.raises(NeedsToken):
        await outer_door.admit(stale)


async def test_away_from_loopback_everybody_needs_a_token(door: Door, outer_door: Door) -> None:
    for refused in (knock(), knock(("authorization", "Bearer sk-x")), knock(("cookie", "a=b; =;;"))):
        with pytest.raises(NeedsToken):
            await outer_door.admit(refused)
    with pytest.raises(NeedsToken):
        await door.admit(knock(client="192.168.1.7"))
    with pytest.raises(NeedsToken):
        await door.admit(knock(client=None))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "10.0.0.1", "[::2]:1"]
)
async def test_foreign_names_of_a_loopback_server_are_refused(door: Door, host: str) -> None:
    with pytest.raises(WrongHost, match="localhost"):
        await door.admit(knock(("host", host)))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:3000", "127.0.0.1:8123", "[::1]:8000", "[::1]", "localhost."])
async def test_own_names_are_answered_with_any_port(door: Door, host: str) -> None:
    assert (await door.admit(knock(("host", host)))).principal == LOCAL_ADMIN


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "WEBSOCKET"])
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:9999", "http://localhost.evil.example:8000"]
)
async def test_foreign_pages_may_not_change_anything_nor_open_a_socket(door: Door, origin: str, method: str) -> None:
    with pytest.raises(ForeignOrigin):
        await door.admit(knock(("origin", origin), method=method))


@pytest.mark.parametrize(
    "origin", ["http://localhost:8000", "https://localhost:8000", "http://localhost:3000", "http://localhost:3001/"]
)
async def test_our_own_page_and_those_in_the_settings_may(door: Door, origin: str) -> None:
    assert (await door.admit(knock(("origin", origin), method="WEBSOCKET"))).principal == LOCAL_ADMIN


async def test_reading_is_left_to_the_browsers_rules(door: Door) -> None:
    assert (await door.admit(knock(("origin", "https://evil.example"), method="GET"))).principal == LOCAL_ADMIN


async def test_credentials_do_not_travel_further(door: Door, token: str) -> None:
    admission = await door.admit(knock(query=(("token", token), ("model", "x"), ("model", "y"))))
    assert admission.query == {"model": "y"}
    assert admission.path == "/api/me"


async def test_realtime_is_the_subprotocol_that_is_selected(door: Door) -> None:
    offered = knock(("sec-websocket-protocol", "openai-beta.realtime-v1"), ("sec-websocket-protocol", "realtime"))
    assert (await door.admit(offered)).subprotocol == "realtime"
    assert (await door.admit(knock())).subprotocol is None


async def test_tokens_are_remembered_for_a_while_only(database: Database, token: str) -> None:
    now = [0.0]
    door = Door(Settings(), database, access_token="", clock=lambda: now[0])
    shown = knock(("authorization", f"Bearer {token}"))
    await door.admit(shown)
    async with database.begin() as tx:
        await tx.execute(schema.api_tokens.delete())
    assert (await door.admit(shown)).principal == ANN
    now[0] = 11.0
    with pytest.raises(BadToken):
        await door.admit(shown)


async def test_guessing_does_not_fill_the_memory(door: Door) -> None:
    for number in range(1100):
        assert await door.knows(f"fy_{number}") is False
    assert len(door._known) <= 1024


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("127.9.9.9", True),
        ("0.0.0.0", False),
        ("::", False),
        ("example.org", False),
    ],
)
def test_what_counts_as_loopback(host: str, local: bool) -> None:
    assert is_local_name(host) is local


async def test_under_https_a_page_that_came_in_the_clear_is_foreign(database: Database) -> None:
    door = Door(Settings(host="0.0.0.0", tls=True), database, access_token=LINK)
    at = (("host", "box:8000"), ("authorization", f"Bearer {LINK}"))
    await door.admit(knock(*at, ("origin", "https://box:8000"), method="WEBSOCKET"))
    await door.admit(knock(*at, ("origin", "http://localhost:3000"), method="WEBSOCKET"))
    with pytest.raises(ForeignOrigin):
        await door.admit(knock(*at, ("origin", "http://box:8000"), method="WEBSOCKET"))


async def test_a_refused_name_or_page_is_logged(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    strange = [
        Knock((("host", "evil.example"),), client="127.0.0.1", path="/api/me"),
        Knock(
            (("host", "localhost"), ("origin", "https://evil.example")), client="127.0.0.1", method="POST", path="/x"
        ),
    ]
    for knock in strange:
        with pytest.raises((WrongHost, ForeignOrigin)):
            await door.admit(knock)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert said[0].startswith("Refused GET '/api/me' from 127.0.0.1:")
    assert "https://evil.example" in said[1]
