"""What a talk will cost, before it begins."""

from __future__ import annotations

import pytest

from feedbackyes.domain import estimate
from feedbackyes.domain.usage import UsageKind


def test_the_table_gives_a_figure_with_its_spread() -> None:
    ten = estimate.from_table(10, "gpt-realtime-2.1", "gpt-transcribe")
    assert ten.basis == "table"
    assert ten.low_usd is not None
    assert ten.usd is not None
    assert ten.high_usd is not None
    assert ten.low_usd < ten.usd < ten.high_usd
    spoken = 10 * 0.048 + 10 * 0.5 * 0.0045
    assert spoken < ten.usd < spoken * 1.5


def test_a_longer_talk_reads_more_of_itself_again() -> None:
    ten = estimate.from_table(10, "gpt-realtime-2.1", "gpt-transcribe").usd
    twenty = estimate.from_table(20, "gpt-realtime-2.1", "gpt-transcribe").usd
    assert ten is not None
    assert twenty is not None
    assert twenty > 2 * ten


def test_voice_by_the_minute_costs_what_the_minutes_cost() -> None:
    found = estimate.from_table(10, "gpt-live-1", "gpt-live-1")
    assert (found.low_usd, found.usd, found.high_usd) == pytest.approx((0.5, 0.5, 0.5))


@pytest.mark.parametrize(
    ("model", "recogniser"), [("mystery", "gpt-transcribe"), ("gpt-realtime-2.1", "mystery"), (None, None)]
)
def test_an_unknown_price_is_said_and_no_zero(model: str | None, recogniser: str | None) -> None:
    found = estimate.from_table(10, model, recogniser)
    assert (found.usd, found.basis) == (None, "unknown")


def test_own_talks_win_when_there_are_enough() -> None:
    assert estimate.from_history(10, [0.04, 0.06]) is None
    found = estimate.from_history(10, [0.06, 0.03, 0.04])
    assert found is not None
    assert (found.low_usd, found.usd, found.high_usd) == pytest.approx((0.3, 0.4, 0.6))
    assert (found.basis, found.talks) == ("history", 3)
    many = estimate.from_history(1, [float(number) for number in range(1, 21)])
    assert many is not None
    assert (many.low_usd, many.high_usd) == (3.0, 18.0)


def test_our_own_machine_is_free() -> None:
    assert estimate.free(10).usd == 0.0


def test_the_parts_of_our_own_engine_cost_what_their_models_do() -> None:
    ears = estimate.from_parts(10, {UsageKind.TRANSCRIPTION: "gpt-transcribe"})
    assert ears.basis == "table"
    assert ears.usd == pytest.approx(5 * 0.0045)
    voice = estimate.from_parts(10, {UsageKind.SPEECH: "tts-1"})
    assert voice.usd == pytest.approx(5 * 800 * 15 / 1_000_000)
    all_three = estimate.from_parts(
        10, {UsageKind.TRANSCRIPTION: "gpt-transcribe", UsageKind.RESPONSE: "gpt-6.1-terra", UsageKind.SPEECH: "tts-1"}
    )
    assert all_three.usd is not None
    assert all_three.usd > 5 * 0.0045 + 5 * 800 * 15 / 1_000_000 + 30 * 1500 / 1_000_000
    assert estimate.from_parts(10, {UsageKind.RESPONSE: "llama3"}).basis == "unknown"


def test_a_talk_by_the_table_by_hand() -> None:
    """Ten minutes, half of them the partner's: 30 replies, each reads the instructions and all 300-token replies before it."""
    spoken, heard = 10 * 0.048, 5 * 0.0045
    instructions = 30 * 1_500 * 0.4 / 1_000_000
    read_again = 300 * (30 * 29 / 2) * 0.4 / 1_000_000
    found = estimate.from_table(10, "gpt-realtime-2.1", "gpt-transcribe")
    assert found.usd == pytest.approx(spoken + heard + instructions + read_again)


def test_replies_of_a_text_model_by_hand() -> None:
    """Ten minutes: 30 replies read 1,500 tokens of instructions and, on average, half of the 2,000 said; 1,000 are new."""
    found = estimate.from_parts(10, {UsageKind.RESPONSE: "gpt-6.1-terra"})
    assert found.usd == pytest.approx((30 * (1_500 + 1_000) * 1.0 + 1_000 * 5.0) / 1_000_000)
