from __future__ import annotations

import pybase64
import pytest

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.gateway.journal import APPEND, LONGEST_MS, MOST, MOST_IN_CHAPTER, Journal, Kind, Spliced


def message(length_ms: int, sample: int = 0) -> bytes:
    return APPEND + pybase64.b64encode(sample.to_bytes(2, "little") * (24 * length_ms)) + b'"}'


def journal(count: int, length_ms: int = 100, *, chapter: int = 0) -> Journal:
    """Messages of equal length without a break, each with samples of its own. `chapter`: so many in each."""
    made = Journal()
    for place in range(count):
        if chapter and place % chapter == 0:
            made.trim()
        made.keep(message(length_ms, place), (place + 1) * length_ms)
    return made


def test_what_is_asked_for_again_is_cut_to_the_place() -> None:
    pieces = list(journal(4).span(150.0, 320.0))
    assert [(piece.at_ms, piece.length_ms) for piece in pieces] == [(150.0, 50.0), (200.0, 100.0), (300.0, 20.0)]
    samples = [pybase64.b64decode(piece.payload[len(APPEND) : -2]) for piece in pieces]
    assert [len(one) / 48 for one in samples] == pytest.approx([50, 100, 20])
    assert [int.from_bytes(one[:2], "little") for one in samples] == [1, 2, 3]


def test_what_was_sent_since_a_place_is_looked_at_here_and_there_and_always_at_its_end() -> None:
    def begins(from_ms: float, apart_ms: float) -> list[int]:
        return [100 * int.from_bytes(audio[:2], "little") for audio, _ in journal(10).samples(from_ms, apart_ms)]

    assert begins(0.0, 300.0) == [900, 600, 300, 0]
    assert begins(450.0, 150.0) == [900, 700, 500]
    assert begins(950.0, 150.0) == []


def test_what_is_no_base64_is_kept_as_it_came() -> None:
    kept = Journal()
    broken = APPEND + b'abc"}'
    kept.keep(broken, 10.0)
    assert [audio for audio, _ in kept.samples(0.0, 1.0)] == [b""]
    assert [piece.payload for piece in kept.span(5.0, 8.0)] == [broken]


def test_events_keep_their_place_among_the_audio_until_they_are_answered() -> None:
    kept = journal(3)
    kept.control(Kind.COMMIT, b"commit", 100.0)
    kept.control(Kind.RESPONSE, b"response", 300.0)
    order = [piece.payload if piece.length_ms == 0 else piece.at_ms for piece in kept.since(0.0)]
    assert order == [0.0, b"commit", 100.0, 200.0, b"response"]
    kept.confirm(Kind.COMMIT)
    assert not kept.waits_for(Kind.COMMIT)
    kept.drop(Kind.RESPONSE)
    assert [piece.length_ms for piece in kept.since(200.0)] == [100.0]


def test_what_was_refused_by_its_name_is_not_sent_again() -> None:
    kept = Journal()
    for payload in (b'{"type":"a","event_id":"one"}', b'{"type":"b"}', b'{"type":"c","event_id":null}'):
        kept.control(Kind.ITEM, payload, 0.0)
    kept.refuse("one")
    kept.refuse("two")
    assert [piece.payload[9:10] for piece in kept.since(0.0)] == [b"b", b"c"]


@pytest.mark.parametrize(("before_ms", "begin_ms"), [(199.0, 0), (200.0, 200), (450.0, 400), (900.0, None)])
def test_it_forgets_by_chapters_what_nobody_will_ask_for(before_ms: float, begin_ms: int | None) -> None:
    kept = journal(9, chapter=2)
    kept.trim(before_ms)
    assert kept.begin_ms == begin_ms
    assert begins(kept) == ([] if begin_ms is None else [*range(begin_ms, 900, 100)])


def test_what_was_kept_in_several_chapters_is_one_story() -> None:
    kept = journal(7, chapter=3)
    assert begins(kept) == [0, 100, 200, 300, 400, 500, 600]
    newest_first = [int.from_bytes(audio[:2], "little") for audio, _ in kept.samples(150.0, 200.0)]
    assert newest_first == [6, 4, 2]


def test_it_keeps_no_more_than_is_to_be_kept() -> None:
    long = journal(3, round(LONGEST_MS), chapter=1)
    long.trim()
    assert long.begin_ms == 2 * LONGEST_MS
    many = journal(MOST + 5, 1, chapter=MOST // 12)
    many.trim()
    assert many.begin_ms == MOST // 12


def test_who_sends_without_end_between_two_ticks_is_not_kept_without_end() -> None:
    flood = journal(5 * MOST, 1)
    assert MOST - MOST_IN_CHAPTER < len(begins(flood)) <= MOST + MOST_IN_CHAPTER
    assert begins(flood)[-1] == 5 * MOST - 1


def test_where_nothing_is_kept_there_is_nothing() -> None:
    empty = Journal()
    empty.trim(1e9)
    assert (empty.begin_ms, list(empty.samples(0.0, 1.0)), list(empty.since(0.0))) == (None, [], [])


def test_nothing_of_what_was_forgotten_comes_back() -> None:
    kept = journal(40, chapter=2)
    for place in range(40, 50):
        kept.keep(message(10, place), 4_000 + (place - 39) * 10)
        kept.trim(4_000 + (place - 40) * 10)
    assert begins(kept) == [4_090]
    assert [piece.payload for piece in kept.since(0.0)] == [message(10, 49)]


def test_each_message_has_the_format_that_it_was_sent_in() -> None:
    kept = journal(2)
    kept.use(AudioFormat.MU_LAW)
    kept.use(AudioFormat.MU_LAW)
    kept.keep(APPEND + pybase64.b64encode(bytes(800)) + b'"}', 300)
    assert begins(kept) == [0, 100, 200]
    assert [audio_format for _, audio_format in kept.samples(0.0, 1.0)] == [
        AudioFormat.MU_LAW,
        AudioFormat.PCM,
        AudioFormat.PCM,
    ]
    assert [len(pybase64.b64decode(piece.payload[len(APPEND) : -2])) for piece in kept.span(250.0, 300.0)] == [400]


def begins(kept: Journal) -> list[float]:
    return [piece.at_ms for piece in kept.since(0.0)]


def test_a_second_session_knows_where_its_audio_was_spoken() -> None:
    class Clock:
        audio_ms = 5_000.0

        def session_ms(self, audio_ms: float) -> float:
            return audio_ms + 100.0

    clock = Clock()
    spliced = Spliced(clock)
    spliced.piece(1_000.0, 500.0)
    spliced.piece(3_000.0, 200.0)
    spliced.on(5_000.0)
    assert [spliced.position(at) for at in (0.0, 499.0, 500.0, 699.0, 700.0)] == [1000, 1499, 3000, 3199, 5000]
    assert spliced.session_ms(700.0) == 5_100.0
    clock.audio_ms = 5_040.0
    assert spliced.audio_ms == 740.0
