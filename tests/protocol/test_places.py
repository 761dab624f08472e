"""Each item has one place in the transcript."""

from __future__ import annotations

from feedbackyes.protocol.places import Places


def test_a_place_is_taken_once_whoever_asks() -> None:
    places = Places()
    assert [places.take("u1"), places.take("p1"), places.take("u1"), places.take("u2")] == [1, 2, 0, 3]
    assert places.taken == {"u1", "p1", "u2"}
    assert places.next == 4
