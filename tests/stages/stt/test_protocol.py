"""Messages between the processes."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.stages._messages import MAX_MESSAGE, Splitter, encode
from feedbackyes.stages.stt._protocol import (
    Audio,
    Cancel,
    Close,
    Finish,
    Finished,
    FromWorker,
    Open,
    Opened,
    Partial,
    Pause,
    Start,
    Taken,
    ToWorker,
    Word,
)

TO_WORKER: list[ToWorker] = [
    Open(1, "/models/x"),
    Start(1, 2),
    Audio(1, 2, b"\x00\x01" * 9),
    Pause(1, 2),
    Finish(1, 2),
    Cancel(1, 2),
    Close(1),
]
FROM_WORKER: list[FromWorker] = [
    Opened(1),
    Opened(1, "No."),
    Taken(1, 2, 1600),
    Partial(1, 2, "naïve"),
    Finished(1, 2, [Word("so", 10, 200, 0.5)]),
]


@given(st.lists(st.integers(1, 40), max_size=60))
def test_messages_survive_any_cutting(sizes: list[int]) -> None:
    data = b"".join(encode(message) for message in TO_WORKER)
    splitter, found, at = Splitter(), [], 0
    for size in [*sizes, len(data)]:
        found += list(splitter.feed(data[at : at + size]))
        at += size
    assert [msgspec.msgpack.decode(body, type=ToWorker) for body in found] == TO_WORKER


def test_answers_come_back_as_they_were() -> None:
    bodies = list(Splitter().feed(b"".join(encode(message) for message in FROM_WORKER)))
    assert [msgspec.msgpack.decode(body, type=FromWorker) for body in bodies] == FROM_WORKER


def test_a_length_that_no_message_has_is_refused() -> None:
    with pytest.raises(ValueError, match="a message of"):
        list(Splitter().feed((MAX_MESSAGE + 1).to_bytes(4, "little")))
