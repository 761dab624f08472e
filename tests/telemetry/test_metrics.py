"""Figures: what they are called, and how those that are looked up are added up."""

from __future__ import annotations

import asyncio
import time

from prometheus_client.parser import text_string_to_metric_families

from feedbackyes.telemetry import loop, metrics


def shown(name: str, **labels: str) -> float:
    families = text_string_to_metric_families(metrics.exposition().decode())
    samples = (one for family in families for one in family.samples)
    return sum(one.value for one in samples if one.name == name and labels.items() <= one.labels.items())


def test_what_is_looked_up_is_asked_when_somebody_reads() -> None:
    asked = 0

    def source() -> metrics.Values:
        nonlocal asked
        asked += 1
        return [(("phone", "tests"), 2.0), (("webrtc", "tests"), 1.0)]

    first, second = metrics.LIVE.look(source), metrics.LIVE.look(lambda: [(("phone", "tests"), 3.0)])
    assert asked == 0
    assert shown("feedbackyes_live_sessions", transport="phone", provider="tests") == 5
    assert shown("feedbackyes_live_sessions", provider="tests") == 6
    first()
    second()
    assert shown("feedbackyes_live_sessions", provider="tests") == 0


def test_every_series_of_ours_has_a_meaning_and_its_unit_in_its_name() -> None:
    described = metrics.described()
    assert len(described) > 25
    for name, kind, _, what in described:
        assert what.endswith("."), name
        if kind == "histogram":
            assert name.endswith("_seconds"), name
        if kind == "counter":
            assert name.endswith("_total"), name


def test_the_process_is_measured_too() -> None:
    assert {"process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds"} <= metrics.names()


async def test_an_event_loop_that_was_held_up_is_seen() -> None:
    before = shown("feedbackyes_event_loop_lag_seconds_sum")
    async with loop.watched():
        await asyncio.sleep(0)
        time.sleep(loop.EVERY_SECONDS + 0.2)  # noqa: ASYNC251 (this is what is to be seen)
        await asyncio.sleep(0.05)
    assert shown("feedbackyes_event_loop_lag_seconds_sum") - before >= 0.2


async def test_what_the_loop_has_on_hand_is_counted_while_it_is_watched() -> None:
    async with loop.watched():
        before = shown("feedbackyes_tasks")
        waiting = asyncio.create_task(asyncio.sleep(60))
        assert shown("feedbackyes_tasks") == before + 1 > 1
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert shown("feedbackyes_tasks") == 0
