"""A talk that reaches a limit is hung up on every way that voices come by, and the learner is told why."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes import library
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway import limits
from feedbackyes.gateway.phone import end
from tests.gateway.conftest import eventually
from tests.gateway.phone.test_switchboard import exchange, talk
from tests.gateway.realtime_server import RealtimeServer
from tests.gateway.test_meter import COST_USD, answered
from tests.gateway.test_webrtc_end import opened
from tests.sip.caller import telephone


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LAST_WORDS_MS", (50.0, 200.0))


@pytest.mark.parametrize(
    "cap",
    [
        {"limit_session_usd": COST_USD},
        {"limit_user_day_usd": COST_USD},
        {"limit_user_month_minutes": 0.01},
    ],
)
async def test_a_call_by_webrtc_is_ended_and_told_why(
    service: RealtimeServer, tmp_path: Path, cap: dict[str, float]
) -> None:
    async with opened(service, tmp_path, **cap) as lines:
        peer = await lines.call()
        conversation = await service.conversation()
        await answered(conversation)
        warned = await lines.house.until("warning", code="cost_limit")
        assert "is used up" in warned.data["message"]
        assert (await peer.said("session_end"))["reason"] == "cost_limit"
        await peer.closed()
        await conversation.closed.wait()
        assert (await lines.house.session()).end_reason is EndReason.COST_LIMIT


@pytest.mark.parametrize("cap", [{"limit_session_usd": COST_USD}, {"limit_user_day_minutes": 0.01}])
async def test_a_telephone_call_is_told_why_and_hung_up(
    service: RealtimeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cap: dict[str, float]
) -> None:
    monkeypatch.setattr(end, "GOODBYE_SECONDS", 0.4)
    async with exchange(service, tmp_path, recording="off", **cap) as lines, telephone(lines.address) as phone:
        await talk(phone)
        conversation = await service.conversation()
        session = await lines.live()
        (line,) = lines.switchboard.lines
        await eventually(lambda: line.played_ms == line.queued_ms)
        before_ms = line.queued_ms
        await answered(conversation)
        await lines.house.until("warning", session.id, code="cost_limit")
        await phone.until(lambda: bool(phone.asked))
        assert phone.asked[0].method == "BYE"
        assert line.queued_ms - before_ms > 2000, "more than a goodbye"
        assert (await lines.ended()).end_reason is EndReason.COST_LIMIT


def test_the_reason_is_said_in_every_language() -> None:
    phrases = library.phone_phrases()
    said = {language: one["limit"] for language, one in phrases.items()}
    assert len(set(said.values())) == len(said)
    assert all(said[language].endswith(phrases[language]["goodbye"]) for language in said)
