"""Admins say where our webhooks go; the secret is shown once."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from feedbackyes.storage import webhooks
from feedbackyes.storage.webhooks import WebhookType
from tests.api.conftest import World

WANTED = {"url": "https://example.org/in", "events": ["session.ended"]}


async def test_an_endpoint_is_made_listed_and_deleted(world: World) -> None:
    async with world.client("eve") as http:
        made = await http.post("/api/webhooks", json=WANTED)
        assert made.status_code == 201
        assert made.headers["cache-control"] == "no-store"
        secret = made.json()["secret"]
        assert secret.startswith("whsec_")
        listed = await http.get("/api/webhooks")
        assert secret not in listed.text
        (one,) = listed.json()["items"]
        assert (one["url"], one["events"], one["content"]) == (WANTED["url"], ["session.ended"], False)
        path = f"/api/webhooks/{one['id']}"
        assert secret not in (await http.get(f"{path}/deliveries")).text
        assert (await http.delete(path)).status_code == 204
        for answer in (
            await http.delete(path),
            await http.get(f"{path}/deliveries"),
            await http.put(f"{path}/enabled"),
        ):
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "webhook_not_found")


@pytest.mark.parametrize("who", ["ann", "tim"])
async def test_nobody_else_may(world: World, who: str) -> None:
    async with world.client(who) as http:
        assert (await http.post("/api/webhooks", json=WANTED)).status_code == 403
        assert (await http.get("/api/webhooks")).status_code == 403


@pytest.mark.parametrize(
    "url", ["http://example.org/", "https://localhost:8000@127.0.0.1/", "https://192.168.0.1/", "https://[::1]:8000/"]
)
async def test_an_address_inside_is_refused_with_a_sentence(world: World, url: str) -> None:
    async with world.client("eve") as http:
        answer = await http.post("/api/webhooks", json={**WANTED, "url": url})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_webhook_url")


async def test_the_log_comes_in_pages_newest_first(world: World) -> None:
    async with world.client("eve") as http:
        id_ = (await http.post("/api/webhooks", json=WANTED)).json()["id"]
        async with world.services.database.begin() as tx:
            for number in range(3):
                await webhooks.enqueue(tx, WebhookType.ENDED, f"s{number}", {}, at=number, key=str(number))
        first = (await http.get(f"/api/webhooks/{id_}/deliveries", params={"limit": 2})).json()
        rest = (await http.get(f"/api/webhooks/{id_}/deliveries", params={"cursor": first["next_cursor"]})).json()
        wrong = ("x", base64.urlsafe_b64encode(b"9" * 30 + b"\0d1").decode())
        bad = [await http.get(f"/api/webhooks/{id_}/deliveries", params={"cursor": cursor}) for cursor in wrong]
    assert [one["session_id"] for one in [*first["items"], *rest["items"]]] == ["s2", "s1", "s0"]
    assert rest["next_cursor"] is None
    assert [answer.status_code for answer in bad] == [400, 400]


async def test_one_that_was_left_alone_is_told_again(world: World) -> None:
    async with world.client("eve") as http:
        id_ = (await http.post("/api/webhooks", json=WANTED)).json()["id"]
        async with world.services.database.begin() as tx:
            await webhooks.change(tx, id_, disabled_at=5, failing_since=1)
        assert (await http.get("/api/webhooks")).json()["items"][0]["disabled_at"] == 5
        answer = (await http.put(f"/api/webhooks/{id_}/enabled")).json()
        assert (answer["disabled_at"], answer["failing_since"]) == (None, None)


async def test_one_that_is_switched_off_gives_up_what_waits_and_takes_nothing(world: World) -> None:
    async with world.client("eve") as http:
        path = f"/api/webhooks/{(await http.post('/api/webhooks', json=WANTED)).json()['id']}"
        async with world.services.database.begin() as tx:
            await webhooks.enqueue(tx, WebhookType.ENDED, "s1", {}, at=1, key="1")
        off = (await http.delete(f"{path}/enabled")).json()
        assert off["disabled_at"] is not None
        assert (await http.delete(f"{path}/enabled")).json() == off
        (given_up,) = (await http.get(f"{path}/deliveries")).json()["items"]
        assert given_up["next_at"] is None
        for address in (f"{path}/test", f"{path}/deliveries/{given_up['id']}/again"):
            refused = await http.post(address)
            assert (refused.status_code, refused.json()["error"]["code"]) == (409, "webhook_off")
        await http.put(f"{path}/enabled")
        assert (await http.post(f"{path}/test")).status_code == 202


async def test_a_message_is_sent_again_under_its_id(world: World) -> None:
    async with world.client("eve") as http:
        path = f"/api/webhooks/{(await http.post('/api/webhooks', json=WANTED)).json()['id']}"
        async with world.services.database.begin() as tx:
            await webhooks.enqueue(tx, WebhookType.ENDED, "s1", {}, at=1, key="1")
            ((_, first),) = await webhooks.due(tx, 1)
            await webhooks.note(tx, replace(first, attempts=1, next_at=None, delivered_at=2, status=204))
        again = await http.post(f"{path}/deliveries/{first.id}/again")
        unknown = await http.post(f"{path}/deliveries/x/again")
        assert (again.status_code, again.json()["id"], again.json()["delivered_at"]) == (202, first.id, None)
        assert unknown.json()["error"]["code"] == "delivery_not_found"
    async with world.services.database.read() as tx:
        ((_, waiting),) = await webhooks.due(tx, again.json()["next_at"])
    assert (waiting.id, waiting.attempts) == (first.id, 1)


async def test_a_test_is_of_no_session(world: World) -> None:
    async with world.client("eve") as http:
        path = f"/api/webhooks/{(await http.post('/api/webhooks', json=WANTED)).json()['id']}"
        made = (await http.post(f"{path}/test")).json()
        assert (made["type"], made["session_id"]) == ("webhook.test", None)
        assert (await http.get(f"{path}/deliveries")).json()["items"] == [made]
