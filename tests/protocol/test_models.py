"""Retired names lead to what does their work today."""

from __future__ import annotations

import pytest

from feedbackyes.protocol.models import RETIRED_MODELS, RETIRED_VOICES, VOICES, current_model, current_voice


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gpt-4o-realtime-preview-2024-12-17", "gpt-realtime-2.1"),
        ("gpt-4o-mini-realtime-preview", "gpt-realtime-2.1-mini"),
        ("gpt-realtime", "gpt-realtime-2.1"),
        ("gpt-realtime-mini-2025-12-15", "gpt-realtime-2.1-mini"),
        ("whisper-1", "gpt-transcribe"),
        ("gpt-4o-mini-transcribe", "gpt-transcribe"),
    ],
)
def test_a_retired_model_is_mapped_with_a_warning_that_names_both(name: str, expected: str) -> None:
    model, warning = current_model(name)
    assert model == expected
    assert warning is not None
    assert name in warning
    assert expected in warning


@pytest.mark.parametrize("name", ["gpt-realtime-2.1", "gpt-realtime-1.5", "my-own-model", ""])
def test_other_models_are_left_alone(name: str) -> None:
    assert current_model(name) == (name, None)


def test_nothing_is_mapped_to_what_is_itself_retired() -> None:
    assert not set(RETIRED_MODELS.values()) & set(RETIRED_MODELS)
    assert set(RETIRED_VOICES.values()) <= set(VOICES)
    assert not set(RETIRED_VOICES) & set(VOICES)


def test_every_documented_voice_leads_to_one_that_exists() -> None:
    for name in ("alloy", "echo", "fable", "onyx", "nova", "shimmer"):
        assert current_voice(name)[0] in VOICES
