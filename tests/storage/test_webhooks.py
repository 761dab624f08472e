"""Webhooks come once; ours wait until they are taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedbackyes.domain.errors import NotFound
from feedbackyes.storage import Database, webhooks
from feedbackyes.storage.webhooks import REMEMBERED_MS, Endpoint, WebhookType

ENDPOINT = Endpoint(
    "e1", "eve", None, "https://there.example/in", ("session.ended",), "whsec_x", content=False, created_at=1
)


async def test_an_id_comes_once_and_is_forgotten_after_a_day(database: Database) -> None:
    async with database.begin() as tx:
        assert await webhooks.first_time(tx, "wh_1", at=1)
        assert not await webhooks.first_time(tx, "wh_1", at=2)
        assert await webhooks.first_time(tx, "wh_2", at=REMEMBERED_MS + 2)
        assert await webhooks.first_time(tx, "wh_1", at=REMEMBERED_MS + 3)


async def test_those_who_want_it_are_told_once(database: Database) -> None:
    async with database.begin() as tx:
        await webhooks.add(tx, ENDPOINT)
        await webhooks.add(tx, replace(ENDPOINT, id="e2", events=("session.started",)))
        await webhooks.add(tx, replace(ENDPOINT, id="e3", disabled_at=1))
        for _ in range(2):
            await webhooks.enqueue(tx, WebhookType.ENDED, "s1", {"session_id": "s1"}, at=5, key="1")
    async with database.read() as tx:
        assert await webhooks.due(tx, 4) == []
        ((endpoint, delivery),) = await webhooks.due(tx, 5)
    assert (endpoint.id, delivery.type, delivery.data) == ("e1", "session.ended", {"session_id": "s1"})


async def test_what_became_of_it_is_kept_and_listed_newest_first(database: Database) -> None:
    async with database.begin() as tx:
        await webhooks.add(tx, ENDPOINT)
        for number in range(3):
            await webhooks.enqueue(tx, WebhookType.ENDED, "s1", {}, at=number, key=str(number))
        ((_, first), *_) = await webhooks.due(tx, 9)
        await webhooks.note(tx, replace(first, attempts=1, next_at=None, delivered_at=7, status=204))
        assert len(await webhooks.due(tx, 9)) == 2
        await webhooks.give_up(tx, "e1")
        assert await webhooks.due(tx, 9) == []
        newest, second = await webhooks.deliveries(tx, "e1", limit=2)
        (oldest,) = await webhooks.deliveries(tx, "e1", before=(second.created_at, second.id))
    assert (newest.created_at, second.created_at, oldest.status) == (2, 1, 204)


async def test_removing_an_endpoint_removes_what_waits_for_it(database: Database) -> None:
    async with database.begin() as tx:
        await webhooks.add(tx, ENDPOINT)
        await webhooks.enqueue(tx, WebhookType.ENDED, "s1", {}, at=1, key="1")
        await webhooks.remove(tx, "e1")
        assert await webhooks.due(tx, 9) == []
        with pytest.raises(NotFound):
            await webhooks.remove(tx, "e1")
