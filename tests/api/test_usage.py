"""What talks cost: estimates, sums for those who may see them, and limits that stand in the way."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from feedbackyes.domain.prices import Amounts, Cost
from feedbackyes.domain.usage import UsageKind, UsageRecord
from feedbackyes.gateway.budget import Budget
from feedbackyes.providers import Capabilities
from feedbackyes.providers.choice import Choices
from feedbackyes.storage import usage
from tests.api.conftest import StandInProvider, World

NOON = round(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp() * 1000)
DAYS = {"since": "2026-11-20", "until": "2026-11-21"}


async def used(world: World, id_: str, owner: str = "ann", team: str | None = "red", **fields: Any) -> None:
    values: dict[str, Any] = {
        "session_id": id_,
        "at": NOON,
        "kind": UsageKind.RESPONSE,
        "provider": "openai",
        "model": "gpt-realtime-2.1",
        "used": Amounts(audio_in=100, audio_out=50),
        "cost": Cost(0.25, 0.25),
    }
    made = UsageRecord(id=id_, owner_id=owner, team_id=team, **{**values, **fields})
    async with world.services.database.begin() as tx:
        await usage.put(tx, made)


def hosted(world: World, model: str = "gpt-realtime-2.1") -> None:
    provider: Any = world.services.provider
    provider.capabilities, provider.model, provider.recogniser = Capabilities(hosted=True), model, "gpt-transcribe"
    world.gateway.choices = Choices(provider)


def limited(world: World, **limits: Any) -> None:
    settings = world.services.settings.model_copy(update=limits)
    world.gateway.budget = Budget(settings, world.services.database)


async def test_ones_own_usage_by_day_and_in_all(world: World) -> None:
    await used(world, "s1")
    await used(world, "s2", cost=Cost(None, 1.0, estimated=True))
    await used(world, "s3", owner="bob", team="blue")
    async with world.client("ann") as http:
        found = (await http.get("/api/usage", params=DAYS)).json()
    (day,) = found["items"]
    assert (day["key"], day["cost_usd"], day["unknown"], day["estimated"]) == ("2026-11-20", 0.25, 1, True)
    assert (found["total"]["audio_in"], found["total"]["unknown"]) == (200, 1)
    assert (found["free"], found["prices_as_of"]) == (True, "2026-11-20")


@pytest.mark.parametrize(
    ("who", "of", "status", "keys"),
    [
        ("ann", "team", 403, []),
        ("ann", "all", 403, []),
        ("tim", "team", 200, ["ann"]),
        ("tim", "all", 403, []),
        ("eve", "all", 200, ["ann", "bob"]),
        ("eve", "team", 403, []),
    ],
)
async def test_who_sees_whose(world: World, who: str, of: str, status: int, keys: list[str]) -> None:
    await used(world, "s1")
    await used(world, "s2", owner="bob", team="blue")
    async with world.client(who) as http:
        answer = await http.get("/api/usage", params={**DAYS, "of": of, "by": "user"})
    assert answer.status_code == status
    assert [one["key"] for one in answer.json().get("items", [])] == keys
    if keys:
        assert answer.json()["items"][0]["name"] == "Ann"


async def test_a_long_list_comes_in_pages(world: World) -> None:
    for number in range(5):
        await used(world, f"s{number}")
    keys, cursor = [], None
    async with world.client("ann") as http:
        while True:
            params = {**DAYS, "by": "session", "limit": "2", **({"cursor": cursor} if cursor else {})}
            found = (await http.get("/api/usage", params=params)).json()
            keys += [one["key"] for one in found["items"]]
            cursor = found["next_cursor"]
            if cursor is None:
                break
    assert keys == ["s0", "s1", "s2", "s3", "s4"]


async def test_a_table_for_a_spreadsheet_has_no_formulas(world: World) -> None:
    await used(world, "s1", model="=1+2")
    async with world.client("ann") as http:
        answer = await http.get("/api/usage", params={**DAYS, "by": "model", "format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["key"], row["cost_usd"], row["audio_out"]) == ("'=1+2", "0.25", "50")


@pytest.mark.parametrize("params", [{"since": "2026-11-22", "until": "2026-11-21"}, {"by": "day", "cursor": "x"}])
async def test_what_cannot_be_asked_is_refused_with_a_sentence(world: World, params: dict[str, str]) -> None:
    async with world.client("ann") as http:
        answer = await http.get("/api/usage", params=params)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


async def test_the_embedded_engine_costs_nothing_and_says_so(world: World) -> None:
    async with world.client("ann") as http:
        found = (await http.get("/api/usage/estimate", params={"scenario_id": "late-report"})).json()
    assert (found["basis"], found["usd"], found["refused"]) == ("free", 0, None)
    assert found["minutes"] >= 1


async def test_an_estimate_from_the_table_then_from_ones_own_talks(world: World) -> None:
    hosted(world)
    async with world.client("ann") as http:
        first = (await http.get("/api/usage/estimate", params={"minutes": 10})).json()
        for number in range(3):
            talk: dict[str, Any] = {
                "kind": UsageKind.TALK,
                "model": None,
                "used": Amounts(seconds=300),
                "cost": Cost(0.0, 0.0),
            }
            await used(world, f"s{number}")
            await used(world, f"t{number}", session_id=f"s{number}", **talk)
        second = (await http.get("/api/usage/estimate", params={"minutes": 10})).json()
    assert first["basis"] == "table"
    assert 0 < first["low_usd"] < first["usd"] < first["high_usd"]
    assert (second["basis"], second["talks"], second["usd"]) == ("history", 3, pytest.approx(0.5))


async def test_an_unknown_price_is_null(world: World) -> None:
    hosted(world, "mystery")
    async with world.client("ann") as http:
        found = (await http.get("/api/usage/estimate")).json()
    assert (found["basis"], found["usd"], found["low_usd"]) == ("unknown", None, None)


async def test_a_limit_that_is_used_up_refuses_a_talk_and_says_until_when(world: World) -> None:
    await used(world, "s1", at=round(datetime.now(UTC).timestamp() * 1000), cost=Cost(2.0, 2.0))
    limited(world, limit_user_month_usd=2.0)
    async with world.client("ann") as http:
        asked = (await http.get("/api/usage/estimate")).json()
        begun = await http.post("/api/sessions", json={})
        token = await http.post("/api/token", json={})
        own = (await http.get("/api/usage")).json()["limits"]
    assert abs(asked["refused"]["again_at"] - own[0]["ends_at"]) < 5_000
    assert "again from 1 " in asked["refused"]["message"]
    for answer in (begun, token):
        assert (answer.status_code, answer.json()["error"]["code"]) == (429, "cost_limit")
        assert int(answer.headers["retry-after"]) > 0
    assert (own[0]["used"], own[0]["most"], own[0]["unit"]) == (2.0, 2.0, "usd")
    async with world.client("bob") as http:
        assert (await http.post("/api/sessions", json={})).status_code == 201


async def test_a_session_tells_what_it_has_cost(world: World) -> None:
    await world.session("s1")
    await world.session("s2")
    await used(world, "s1")
    async with world.client("ann") as http:
        found = {one["id"]: one["cost"] for one in (await http.get("/api/sessions")).json()["items"]}
    assert found == {"s1": {"cost_usd": 0.25, "unknown": 0, "estimated": False}, "s2": None}


async def test_another_voice_service_has_its_own_price(world: World) -> None:
    other = StandInProvider(name="openai", model="gpt-live-1", capabilities=Capabilities(hosted=True))
    own: Any = world.services.provider
    world.gateway.choices = Choices(own, {"openai": cast("Any", other)})
    async with world.client("ann") as http:
        theirs = (await http.get("/api/usage/estimate", params={"provider": "openai", "minutes": 10})).json()
        ours = (await http.get("/api/usage/estimate", params={"minutes": 10})).json()
        none = await http.get("/api/usage/estimate", params={"provider": "nobody"})
    assert (theirs["provider"], theirs["usd"]) == ("openai", pytest.approx(0.5))
    assert ours["basis"] == "free"
    assert none.status_code == 400
