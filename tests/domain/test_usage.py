"""What providers say was used, read with care."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.domain.prices import FREE, Amounts
from feedbackyes.domain.usage import price, read


def response(**fields: Any) -> dict[str, Any]:
    return {"unit": "tokens", "of": "response", **fields}


def test_cached_tokens_are_inside_those_of_their_kind() -> None:
    details = {
        "text_tokens": 100,
        "audio_tokens": 500,
        "image_tokens": 40,
        "cached_tokens": 380,
        "cached_tokens_details": {"text_tokens": 50, "audio_tokens": 300, "image_tokens": 30},
    }
    used, guessed = read(
        response(
            input_tokens=640,
            output_tokens=80,
            input_token_details=details,
            output_token_details={"text_tokens": 20, "audio_tokens": 60},
        )
    )
    read_anew, read_again = {"text_in": 50, "audio_in": 200, "image_in": 10}, {"text_cached": 50, "audio_cached": 300}
    assert used == Amounts(**read_anew, **read_again, image_cached=30, text_out=20, audio_out=60)
    assert not guessed


def test_cached_tokens_of_no_kind_are_text_first() -> None:
    details = {"text_tokens": 100, "audio_tokens": 500, "cached_tokens": 350}
    used, guessed = read(response(input_tokens=600, input_token_details=details))
    assert (used.text_cached, used.audio_cached, used.audio_in) == (100, 250, 250)
    assert guessed


def test_tokens_of_no_kind_count_as_the_dearest() -> None:
    used, guessed = read(response(input_tokens=70, output_tokens=30, input_token_details=None))
    assert (used.audio_in, used.audio_out, guessed) == (70, 30, True)


def test_a_transcription_gives_text() -> None:
    data = {"unit": "tokens", "of": "transcription", "input_tokens": 50, "output_tokens": 9}
    used, _ = read({**data, "input_token_details": {"audio_tokens": 50, "text_tokens": 0}})
    assert used == Amounts(audio_in=50, text_out=9)


def test_seconds() -> None:
    assert read({"unit": "seconds", "of": "voice", "seconds": 12.5}) == (Amounts(seconds=12.5), False)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text_tokens", "audio_tokens", "cached_tokens", "cached_tokens_details", "seconds"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.sampled_from(["tokens", "seconds"]), JSON, JSON, JSON, JSON)
def test_whatever_a_server_sends_nothing_is_negative(
    unit: str, total: Any, inside: Any, out: Any, seconds: Any
) -> None:
    data = {"unit": unit, "input_tokens": total, "input_token_details": inside, "output_tokens": out}
    used, _ = read({**data, "output_token_details": inside, "seconds": seconds})
    for name in Amounts.__slots__:
        assert getattr(used, name) >= 0


def test_our_own_machine_is_free_and_others_are_not() -> None:
    assert price("embedded", Amounts(audio_in=10), free=True) == FREE
    assert price("embedded", Amounts(audio_in=10), free=False).usd is None
    assert price("gpt-live-1", Amounts(seconds=60), free=False, estimated=True).estimated
    assert price("gpt-live-1", Amounts(seconds=60), free=False).usd == pytest.approx(0.05)
