"""What ears, mind and voice at a server cost: who is free, what the server says, and what is estimated."""

from __future__ import annotations

from typing import Any

import pytest

from feedbackyes.domain import stage_use
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.prices import Amounts
from feedbackyes.domain.stage_use import StageUse, Tariff, tariff, told_as
from feedbackyes.domain.usage import UsageKind, read

HOSTED, OWN, OTHER = "https://api.openai.com/v1", "http://192.168.0.7:8000/v1", "https://gpu.example.com/v1"
MINUTE = Amounts(seconds=60.0)


@pytest.mark.parametrize(
    ("url", "model", "hosted", "priced_as", "usd"),
    [
        (HOSTED, "gpt-transcribe", True, "", 0.0045),
        (HOSTED, "gpt-transcribe-9", True, "", None),
        (OWN, "gpt-transcribe", False, "", 0.0),
        (OWN, "whisper", False, "gpt-live-transcribe", 0.017),
        (OWN, "gpt-transcribe", True, "", 0.0045),
        (OWN, "llama3", True, "", 0.0),
        (OTHER, "whisper-large", False, "", None),
        (OTHER, "whisper-large", False, "free", 0.0),
        (HOSTED, "gpt-transcribe", True, "free", 0.0),
    ],
)
def test_who_is_paid(url: str, model: str, hosted: bool, priced_as: str, usd: float | None) -> None:
    found = tariff(url, "a", model, hosted=hosted, priced_as=priced_as).cost(MINUTE, estimated=False)
    assert found.usd == (None if usd is None else pytest.approx(usd))
    assert (found.counted_usd == 0) == (usd == 0)


def test_a_price_that_nobody_has_is_refused() -> None:
    with pytest.raises(InvalidInput, match="gpt-transcribe"):
        tariff(OWN, "a", "b", hosted=False, priced_as="gpt-nonsense")


@pytest.mark.parametrize(
    ("told", "used", "reported"),
    [
        ({"type": "duration", "seconds": 2.5}, Amounts(seconds=2.5), True),
        (
            {"type": "tokens", "input_tokens": 30, "output_tokens": 5, "input_token_details": {"audio_tokens": 30}},
            Amounts(audio_in=30, text_out=5),
            True,
        ),
        (None, Amounts(seconds=3.0), False),
        ("a lot", Amounts(seconds=3.0), False),
        ({"type": "duration", "seconds": -2}, Amounts(seconds=3.0), False),
        ({"type": "tokens", "input_tokens": "many"}, Amounts(seconds=3.0), False),
    ],
)
def test_a_transcription(told: Any, used: Amounts, reported: bool) -> None:
    assert stage_use.heard(told, 3.0) == (used, reported)


@pytest.mark.parametrize(
    ("told", "used", "reported"),
    [
        (
            {"prompt_tokens": 100, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 40}},
            Amounts(text_in=60, text_cached=40, text_out=7),
            True,
        ),
        (
            {"prompt_tokens": 10, "completion_tokens": 7, "prompt_tokens_details": None},
            Amounts(text_in=10, text_out=7),
            True,
        ),
        (None, Amounts(text_in=101, text_out=3), False),
        ({"total_tokens": 3}, Amounts(text_in=101, text_out=3), False),
    ],
)
def test_an_answer(told: Any, used: Amounts, reported: bool) -> None:
    assert stage_use.thought(told, 401, 10) == (used, reported)


@pytest.mark.parametrize(
    ("told", "sold_as", "used", "reported"),
    [
        ({"input_tokens": 4, "output_tokens": 50}, "gpt-4o-mini-tts", Amounts(text_in=4, audio_out=50), True),
        (None, "gpt-4o-mini-tts", Amounts(text_in=25, audio_out=60), False),
        (None, "tts-1", Amounts(text_in=100), True),
        ({"input_tokens": 4, "output_tokens": 50}, "tts-1", Amounts(text_in=100), True),
    ],
)
def test_speech(told: Any, sold_as: str, used: Amounts, reported: bool) -> None:
    assert stage_use.spoke(told, sold_as, 100, 3.0) == (used, reported)


def test_a_thousand_characters_cost_what_the_model_page_says() -> None:
    assert Tariff("a", "tts-1").cost(Amounts(text_in=1000), estimated=False).usd == pytest.approx(0.015)
    unknown = Tariff("a", "voice-9").cost(Amounts(text_in=1000), estimated=False)
    assert (unknown.usd, unknown.counted_usd < 0.01) == (None, True)


@pytest.mark.parametrize(
    "used", [MINUTE, Amounts(text_in=60, text_cached=40, text_out=7), Amounts(text_in=4, audio_out=50)]
)
def test_an_event_tells_what_was_used(used: Amounts) -> None:
    use = StageUse(UsageKind.SPEECH, "1", Tariff("a", "b"), used, True)
    assert read({"of": "speech", **told_as(use)}) == (used, False)
