from __future__ import annotations

import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.gateway.query import CallQuery, read


def test_nothing_said_is_nothing_changed() -> None:
    assert read({}) == CallQuery()
    assert read({"voice": " ", "unknown": "x"}).changes() == {}


def test_what_is_said_is_read() -> None:
    query = read(
        {
            "scenario_id": "late-report",
            "patience_ms": "800",
            "push_to_talk": "true",
            "voice": "echo",
            "language": "en-GB",
            "cultural_context": "US-English",
            "recording": "0",
            "sample_rate": "48000",
            "format": "PCM16",
        }
    )
    assert query.changes() == {
        "patience_ms": 800,
        "push_to_talk": True,
        "voice": "echo",
        "language": "en-GB",
        "cultural_context": "US-English",
    }
    assert (query.recording, query.sample_rate, query.sample_format) == (False, 48_000, "pcm16")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("patience_ms", "99"),
        ("patience_ms", "1e3"),
        ("patience_ms", "٣٠٠"),
        ("sample_rate", "9" * 5000),
        ("push_to_talk", "maybe"),
        ("recording", "2"),
        ("format", "mp3"),
        ("voice", "x" * 65),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read({name: value})
    assert caught.value.param == name
    assert len(caught.value.message) < 200
