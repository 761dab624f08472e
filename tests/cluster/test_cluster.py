"""Two nodes behind nginx, as separate processes: talks move between them, and nothing that was shown is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.cluster.learner import Learner, check_kept, kept
from tests.cluster.rig import Rig, needs_programs, rig

PIECE_MS = 40


@pytest.fixture(scope="module")
def house() -> Iterator[Rig]:
    needs_programs()
    with rig(2) as started:
        yield started


@pytest.fixture
async def http(house: Rig) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(headers=house.headers) as session:
        yield session


def learner(http: aiohttp.ClientSession, house: Rig, session_id: str, node: int | None = None) -> Learner:
    return Learner(http, house.url if node is None else house.nodes[node].url, session_id, piece_ms=PIECE_MS)


async def test_a_talk_is_stopped_from_another_node_within_a_second(house: Rig, http: aiohttp.ClientSession) -> None:
    quickest = min([await stopped_from_afar(house, http, f"stopped-{i}") for i in range(2)])
    assert quickest < 1


async def stopped_from_afar(house: Rig, http: aiohttp.ClientSession, session_id: str) -> float:
    """Seconds that it took."""
    async with learner(http, house, session_id, node=0).talking() as one:
        await one.shows(1)
        began = time.monotonic()
        async with http.post(f"{house.nodes[1].url}/force-stop/{session_id}") as answer:
            told = await answer.json()
        seconds = time.monotonic() - began
        await asyncio.wait_for(one.over.wait(), 5)
    assert (answer.status, told["state"], told["end_reason"]) == (200, "ended", "stopped")
    assert one.codes == [1000]
    return seconds


async def test_who_comes_to_another_node_goes_on_there(house: Rig, http: aiohttp.ClientSession) -> None:
    async with learner(http, house, "moved", node=0).talking() as first:
        await first.shows(2)
    async with learner(http, house, "moved", node=1).talking() as second:
        await second.shows(len(first.shown) + 2)
        await second.leave()
    turns = await kept(http, house.url, "moved")
    check_kept(first, turns)
    check_kept(second, turns)


async def test_a_talk_that_was_let_go_in_the_middle_goes_on(house: Rig, http: aiohttp.ClientSession) -> None:
    async with learner(http, house, "dropped", node=0).talking() as first:
        await first.shows(2)
    engine = create_async_engine(make_url(house.database_url).set(drivername="postgresql+asyncpg"))
    async with engine.begin() as tx:  # as a node leaves it whose own last writes failed
        await tx.execute(text("UPDATE session_leases SET node_id = NULL WHERE session_id = 'dropped'"))
        await tx.execute(text("UPDATE sessions SET state = 'live' WHERE id = 'dropped'"))
    await engine.dispose()
    async with learner(http, house, "dropped", node=1).talking() as second:
        await second.shows(len(first.shown) + 2)
        await second.leave()
    turns = await kept(http, house.url, "dropped")
    check_kept(first, turns)
    check_kept(second, turns)


async def test_another_node_shows_what_is_said(house: Rig, http: aiohttp.ClientSession) -> None:
    elsewhere = learner(http, house, "watched", node=1)
    async with learner(http, house, "watched", node=0).talking() as one:
        await one.shows(1)
        watching = asyncio.ensure_future(elsewhere._watch())
        began = time.monotonic()
        await one.shows(3)
        await elsewhere.shows(len(one.shown))
        await one.leave()
        await asyncio.wait_for(watching, 5)
    assert elsewhere.shown == one.shown
    assert time.monotonic() - began < 15


async def test_a_client_token_and_a_ticket_hold_at_any_node(house: Rig, http: aiohttp.ClientSession) -> None:
    one, other = house.nodes[0].url, house.nodes[1].url
    async with http.post(f"{one}/api/token", json={}) as answer:
        token = await answer.json()
    path = f"{other}/ws/realtime/{token['session_id']}"
    bearer = {"Authorization": f"Bearer {token['value']}"}
    async with aiohttp.ClientSession(headers=bearer) as page, page.ws_connect(path) as ws:
        assert (await ws.receive_json(timeout=10))["type"] == "session.created"
        await ws.close(code=1000, message=b"end")
    async with http.post(f"{one}/api/ws-ticket") as answer:
        ticket = (await answer.json())["ticket"]
    async with aiohttp.ClientSession() as page:
        async with page.ws_connect(f"{other}/ws/realtime/ticketed?ticket={ticket}") as ws:
            assert (await ws.receive_json(timeout=10))["type"] == "session.created"
            await ws.close(code=1000, message=b"end")
        for node in (one, other):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await page.ws_connect(f"{node}/ws/realtime/again?ticket={ticket}")
            assert refused.value.status == 401


async def test_an_analysis_asked_for_at_one_node_is_seen_at_another(house: Rig, http: aiohttp.ClientSession) -> None:
    async with learner(http, house, "analysed", node=0).talking() as one:
        await one.shows(2)
        await one.leave()
    body, prefer = {"session_id": "analysed"}, {"Prefer": "respond-async"}
    async with http.post(f"{house.nodes[0].url}/api/feedback/analyze", json=body, headers=prefer) as answer:
        assert answer.status == 202
        where = answer.headers["Location"]
    async with asyncio.timeout(30):
        while True:
            async with http.get(f"{house.nodes[1].url}{where}") as answer:
                if answer.status != 202:
                    break
            await asyncio.sleep(0.1)
    assert answer.status == 200


async def test_talks_go_on_without_redis_and_end_from_any_node(house: Rig, http: aiohttp.ClientSession) -> None:
    async with learner(http, house, "unshared", node=0).talking() as one:
        await one.shows(1)
        house.redis.stop()
        try:
            await one.shows(len(one.shown) + 1)
            async with http.post(f"{house.nodes[1].url}/force-stop/unshared") as answer:
                assert (await answer.json())["end_reason"] == "stopped"
            await asyncio.wait_for(one.over.wait(), 10)
        finally:
            house.redis.start()
    check_kept(one, await kept(http, house.url, "unshared"))


async def test_a_talk_is_followed_and_led_from_another_node(house: Rig, http: aiohttp.ClientSession) -> None:
    near, far = house.nodes[0].url, house.nodes[1].url
    async with learner(http, house, "followed", node=0).talking() as one:
        await one.shows(1)
        async with http.put(f"{far}/api/sessions/followed/monitoring", json={"granted": True}) as answer:
            assert (await answer.json())["granted"]
        async with http.get(f"{far}/api/monitor/sessions") as answer:
            (listed,) = (await answer.json())["items"]
        assert (listed["session_id"], listed["may_listen"], listed["here"]) == ("followed", True, [])
        async with http.ws_connect(f"{far}/api/monitor/sessions/followed/audio") as voices:
            assert (await voices.receive_json(timeout=5))["type"] == "monitor.audio"
            assert len(await voices.receive_bytes(timeout=5)) > 0
            async with http.get(f"{near}/api/monitor/sessions") as answer:
                (listed,) = (await answer.json())["items"]
            assert [look["look"] for look in listed["here"]] == ["listening"]
            body = {"text": "Ask what happened first."}
            async with http.post(f"{far}/api/monitor/sessions/followed/hint", json=body) as answer:
                assert answer.status == 204
            async with http.post(f"{far}/api/monitor/sessions/followed/end") as answer:
                assert (await answer.json())["end_reason"] == "stopped"
        await asyncio.wait_for(one.over.wait(), 5)
    async with http.get(f"{near}/api/sessions/followed/monitoring") as answer:
        audit = (await answer.json())["items"]
    assert [entry["what"] for entry in audit] == ["consent", "joined", "hint", "ended", "left"]


@pytest.mark.slow
async def test_talks_survive_a_rolling_restart_and_a_kill(house: Rig, http: aiohttp.ClientSession) -> None:
    ones = [learner(http, house, f"rolled-{i}") for i in range(4)]
    running = [one.talking() for one in ones]
    for talk in running:
        await talk.__aenter__()
    await asyncio.gather(*(one.shows(2) for one in ones))
    house.nodes[0].terminate()
    await asyncio.to_thread(house.nodes[0].ended)
    await asyncio.gather(*(one.hears() for one in ones))
    house.nodes[0].start()
    await asyncio.to_thread(house.nodes[0].wait)
    house.nodes[1].kill()
    await asyncio.gather(*(one.hears() for one in ones))
    await asyncio.gather(*(one.shows(len(one.shown) + 1) for one in ones))
    await asyncio.gather(*(one.leave() for one in ones))
    for talk in running:
        await talk.__aexit__(None, None, None)
    for one in ones:
        check_kept(one, await kept(http, house.nodes[0].url, one.session_id))
        assert one.states[-1] == {**one.states[-1], "state": "ended", "reason": "completed"}
