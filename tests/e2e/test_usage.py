"""What a hosted call costs is there after the server was killed, to the cent, and a limit holds; our own engine is free."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from feedbackyes.domain.prices import PRICES
from tests.e2e.callers import Caller, Event, line
from tests.e2e.conftest import start_server

KEY = "sk-not-a-real-key-0815"


def priced(event: Event) -> float:
    """By hand, from the tokens that the stream tells."""
    price, data = PRICES["gpt-realtime-2.1"], event["data"]
    assert price.text_in is not None
    assert price.audio_in is not None
    assert price.text_out is not None
    assert price.audio_out is not None
    read, wrote = data["input_token_details"], data["output_token_details"]
    assert read["cached_tokens"] == 0
    usd = read["text_tokens"] * price.text_in + read["audio_tokens"] * price.audio_in
    return float(usd + wrote["text_tokens"] * price.text_out + wrote["audio_tokens"] * price.audio_out) / 1_000_000


@pytest.mark.slow
async def test_a_hosted_call_is_paid_for_even_when_the_server_is_killed(tmp_path: Path) -> None:
    engine = start_server(tmp_path / "engine", "engine")
    url = f"{engine.url.replace('http', 'ws', 1)}/v1/realtime"
    hosted = start_server(tmp_path / "hosted", OPENAI_API_KEY=KEY, OPENAI_REALTIME_URL=url)
    try:
        async with Caller(hosted.url, "s1", "patience_ms=500") as caller:
            await caller.until("session.updated")
            caller.say(line("austen-0880.wav"))
            await caller.told_of("usage", of="transcription", seconds=40)
            replied = await caller.told_of("usage", of="response", seconds=40)
            told = [event for event in caller.told if event["type"] == "usage"]
            hosted.kill()
        assert replied["data"]["cost_usd"] == pytest.approx(priced(replied))
        total = sum(event["data"]["cost_usd"] for event in told)
        assert total > 0
        hosted = start_server(
            tmp_path / "hosted",
            FEEDBACKYES_LIMIT_USER_DAY_USD=str(total * 1.1),
            OPENAI_API_KEY=KEY,
            OPENAI_REALTIME_URL=url,
        )
        async with httpx.AsyncClient(base_url=hosted.url) as http:
            found = (await http.get("/api/usage", params={"by": "kind"})).json()
            estimate = (await http.get("/api/usage/estimate", params={"scenario_id": "late-report"})).json()
        assert found["total"]["cost_usd"] == pytest.approx(total)
        assert {row["key"] for row in found["items"]} >= {"response", "transcription"}
        assert (found["free"], found["limits"][0]["used"]) == (False, pytest.approx(total))
        assert 0 < estimate["low_usd"] < estimate["usd"] < estimate["high_usd"]
        async with Caller(hosted.url, "s2", "scenario_id=late-report") as caller:
            await caller.told_of("warning", code="cost_limit_near")
            await caller.send({"type": "response.create"})
            await caller.told_of("usage", of="response", seconds=40)
            await caller.told_of("session.state", state="ended", reason="cost_limit")
            await caller.told_of("warning", code="cost_limit")
        async with httpx.AsyncClient(base_url=hosted.url) as http:
            refused = await http.post("/api/sessions", json={})
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "cost_limit")
    finally:
        hosted.stop()
        engine.stop()
    assert KEY not in hosted.log.read_text()
    assert "Traceback" not in hosted.log.read_text()
