"""Admins say where our webhooks go; the secret is shown once."""

from __future__ import annotations

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
        bad = await http.get(f"/api/webhooks/{id_}/deliveries", params={"cursor": "x"})
    assert [one["session_id"] for one in [*first["items"], *rest["items"]]] == ["s2", "s1", "s0"]
    assert rest["next_cursor"] is None
    assert bad.status_code == 400


async def test_one_that_was_left_alone_is_told_again(world: World) -> None:
    async with world.client("eve") as http:
        id_ = (await http.post("/api/webhooks", json=WANTED)).json()["id"]
        async with world.services.database.begin() as tx:
            await webhooks.change(tx, id_, disabled_at=5, failing_since=1)
        assert (await http.get("/api/webhooks")).json()["items"][0]["disabled_at"] == 5
        answer = (await http.put(f"/api/webhooks/{id_}/enabled")).json()
        assert (answer["disabled_at"], answer["failing_since"]) == (None, None)
