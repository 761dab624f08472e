"""A webhook is believed when it is signed by who knows the secret, in time, and for the first time; keys are told nobody."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

import pytest

from feedbackyes.domain import webhook
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import Failed, NotFound
from feedbackyes.providers.choice import Choices
from tests.api.conftest import World

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KEY = "sk-not-a-real-key-2222"
CALL: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "type": "realtime.call.incoming",
    "created_at": 1,
    "data": {
        "call_id": "rtc_1",
        "sip_headers": [
            {"name": "From", "value": "<sip:+4930222@a.example>"},
            {"name": "To", "value": "<sip:+4930111@b.example>"},
        ],
        "sip_media_security": "srtp",
    },
}


LIVE_CALL = {**CALL, "type": "live.transport.incoming", "data": {**CALL["data"], "session_id": "live_1", "type": "sip"}}
del LIVE_CALL["data"]["call_id"]


class Phone:
    """A provider that takes calls, and what the gateway was asked."""

    def __init__(self, world: World) -> None:
        self.name, self.calls_api = "openai", "realtime"
        self.taken: list[tuple[Admission, str]] = []
        self.turned_down: list[tuple[str, int]] = []
        self.error: Exception | None = None
        gateway: Any = world.gateway
        provider: Any = self
        gateway.take_far, gateway.choices = self.take_far, Choices(provider)
        changes = {
            "webhook_secrets": ("whsec_b2xk", SECRET),
            "sip_numbers": {"+4930111": "late-report"},
            "hosted_callers": ("+4930222",),
            "openai_api_key": KEY,
        }
        world.services.settings = world.services.settings.model_copy(update=changes)

    async def take_far(self, admission: Admission, provider: Any, call_id: str) -> str:
        assert provider is self
        if self.error is not None:
            raise self.error
        self.taken.append((admission, call_id))
        return "s1"

    async def accept(self, call_id: str, listener: Any, **session: Any) -> Any:
        raise AssertionError("the gateway does that")

    async def reject(self, call_id: str, status: int) -> None:
        self.turned_down.append((call_id, status))


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world)


def signed(event: Any = None, id_: str = "wh_1", at: float | None = None, secret: str = SECRET) -> dict[str, Any]:
    body = json.dumps(CALL if event is None else event).encode()
    moment = int(time.time() if at is None else at)
    return {"content": body, "headers": webhook.headers(secret, id_, moment, body)}


async def test_a_call_is_accepted_once(world: World, phone: Phone) -> None:
    async with world.client() as http:
        first = await http.post("/webhooks/sip", **signed())
        again = await http.post("/webhooks/sip", **signed())
    assert first.json() == {"received": True, "action": "accepted", "session_id": "s1"}
    assert (again.status_code, again.json()["error"]["code"]) == (409, "webhook_replayed")
    ((admission, call_id),) = phone.taken
    assert (call_id, admission.query["scenario_id"]) == ("rtc_1", "late-report")


async def test_what_is_forged_late_or_no_event_is_refused(
    world: World, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    now = time.time()
    forged = signed(secret="whsec_Zm9yZ2Vk")
    changed = {**signed(), "content": json.dumps({**CALL, "created_at": 2}).encode()}
    requests: tuple[dict[str, Any], ...] = (
        forged,
        changed,
        {"content": b"{}"},
        signed(at=now - 400),
        signed(at=now + 400),
        signed([1]),
        signed({"type": "realtime.call.incoming", "data": {"call_id": 7}}, "wh_2"),
        signed({"type": "live.transport.incoming", "data": {"type": "sip", "sip_headers": []}}, "wh_3"),
        {"content": b"x" * 300_000, "headers": {}},
    )
    async with world.client() as http:
        answers = [await http.post("/webhooks/sip", **request) for request in requests]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 400, 400, 400, 400, 400, 413]
    assert phone.taken == []
    assert phone.turned_down == []
    told = caplog.text + "".join(answer.text for answer in answers)
    for secret in (SECRET, SECRET.removeprefix("whsec_"), KEY, "b2xk"):
        assert secret not in told


async def test_a_webhook_that_nobody_can_believe_is_refused(world: World, phone: Phone) -> None:
    world.services.settings = world.services.settings.model_copy(update={"webhook_secrets": ()})
    async with world.client() as http:
        answer = await http.post("/webhooks/sip", **signed(secret=""))
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "no_secret")


@pytest.mark.parametrize("kind", ["live.transport.incoming", "live.call.incoming"])
async def test_who_takes_calls_by_live_takes_them_there_once(world: World, phone: Phone, kind: str) -> None:
    phone.name, phone.calls_api = "openai-live", "live"
    async with world.client() as http:
        accepted = await http.post("/webhooks/sip", **signed({**LIVE_CALL, "type": kind}))
        twin = await http.post("/webhooks/sip", **signed(CALL, "wh_2"))
        told_again = await http.post("/webhooks/sip", **signed(LIVE_CALL, "wh_3"))
    assert accepted.json() == {"received": True, "action": "accepted", "session_id": "s1"}
    assert [answer.json()["action"] for answer in (twin, told_again)] == ["ignored", "ignored"]
    ((admission, call_id),) = phone.taken
    assert (call_id, admission.query["provider"]) == ("live_1", "openai-live")
    assert phone.turned_down == []


@pytest.mark.parametrize(
    "event",
    [
        LIVE_CALL,
        {**LIVE_CALL, "type": "live.transport.connected", "data": {"type": "webrtc", "session_id": "live_1"}},
        {"type": "response.completed", "data": {}},
    ],
    ids=lambda event: event["type"],
)
async def test_other_events_are_taken_note_of_and_nothing_more(world: World, phone: Phone, event: Any) -> None:
    async with world.client() as http:
        answer = await http.post("/webhooks/sip", **signed(event))
    assert (answer.status_code, answer.json()["action"]) == (200, "ignored")
    assert phone.taken == []
    assert phone.turned_down == []


async def test_a_call_that_cannot_be_is_turned_down(world: World, phone: Phone) -> None:
    phone.error = NotFound("There is no such scenario.")
    async with world.client() as http:
        answer = await http.post("/webhooks/sip", **signed())
    assert answer.json()["action"] == "rejected"
    assert phone.turned_down == [("rtc_1", 404)]


async def test_a_call_that_could_not_be_taken_may_come_again(world: World, phone: Phone) -> None:
    phone.error = Failed("The service does not hear us.")
    async with world.client() as http:
        failed = await http.post("/webhooks/sip", **signed())
        phone.error = None
        again = await http.post("/webhooks/sip", **signed())
        once_more = await http.post("/webhooks/sip", **signed())
    assert failed.status_code >= 500
    assert (again.status_code, again.json()["action"]) == (200, "accepted")
    assert once_more.status_code == 409
