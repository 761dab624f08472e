"""A partner who interrupts cuts into recorded speech by voice, and everything that is kept of the talk says so."""

from __future__ import annotations

from importlib import resources
from typing import Any

import httpx
import numpy as np
import pytest

from feedbackyes.audio.wav import decode_wav
from tests.e2e.callers import Caller, line
from tests.e2e.conftest import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
LINES = ("austen-0890.wav", "austen-0930.wav", "austen-0880.wav", "austen-0890.wav")
MONOLOGUE = np.concatenate([line(name) for name in LINES])
"""17 seconds without a pause of a second."""


async def impatient(http: httpx.AsyncClient) -> str:
    """Mrs Doyle, to somebody who speaks first."""
    shipped = resources.files("feedbackyes.library") / "scenarios" / "shouting-customer.yaml"
    text = shipped.read_text().replace("opens: partner", "opens: learner")
    made = await http.post("/api/scenarios", json={"text": text})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def loudness(samples: Any) -> float:
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


async def test_a_partner_cuts_into_a_monologue_and_yields_to_who_talks_on(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
        await http.put("/api/consents", json={"recording": True})
        query = f"scenario_id={await impatient(http)}&recording=1&patience_ms=1600"
        async with Caller(server.url, "cut-in", query) as caller:
            caller.say(MONOLOGUE)
            cut_in = await caller.until("response.created", seconds=30)
            assert cut_in["response"]["metadata"] == {"reason": "cut_in"}
            await caller.until("input_audio_buffer.speech_started", count=2)  # the learner talks on
            await caller.until("response.created", count=2, seconds=40)
            await caller.told_of("partner.transcript.final")
            await caller.told_of("user.transcript.final", count=2)
        turns = (await http.get("/api/sessions/cut-in/transcript")).json()["items"]
        sound = await http.get("/api/sessions/cut-in/recording")
        report = (await http.post("/api/feedback/analyze", json={"session_id": "cut-in"})).json()
    assert [(turn["speaker"], turn["cuts_in"]) for turn in turns[:3]] == [
        ("learner", False),
        ("partner", True),
        ("learner", False),
    ]
    before, cut, after = turns[:3]
    assert before["start_ms"] + 4_000 < cut["start_ms"] < after["end_ms"] - 1_000
    recorded = decode_wav(sound.content)
    learner, partner = recorded.samples.T
    over = slice(*(cut[name] * recorded.rate_hz // 1000 for name in ("start_ms", "end_ms")))
    assert loudness(partner[over]) > 300
    assert loudness(learner[over]) > 300  # both are heard at once
    assert loudness(partner[: over.start]) < 10
    metrics = {metric["id"]: metric for metric in report["metrics"]}
    assert (metrics["interruptions"]["value"], metrics["interruptions"]["detail"]["partner"]) == (0, 1)
    assert [span["start_ms"] for span in report["spans"] if span["kind"] == "cut_into"] == [cut["start_ms"]]
