"""Segments of one utterance: breaths inside a sentence, silence, long speech without pauses."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from weakref import ref

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.stages.stt._decoder import Decoder
from feedbackyes.stages.stt._protocol import Word
from feedbackyes.stages.stt._segment import MEMORY_FRAMES, PRIOR, RATE_HZ, REJOIN, Speaker, Tools
from feedbackyes.stages.stt._utterance import Utterance

DATA = Path(__file__).parents[2] / "data"


def speech(name: str) -> Int16:
    return np.frombuffer((DATA / name).read_bytes()[44:], np.int16)


FIRST, SECOND, LONGER = speech("austen-0930.wav"), speech("austen-0880.wav"), speech("austen-0890.wav")


def silence(seconds: float) -> Int16:
    return np.zeros(int(seconds * RATE_HZ), np.int16)


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder("")


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


class Lender:
    """Lends one decoder and notices when it is lent twice."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder: Decoder | None = decoder
        self.lent = 0

    def borrow(self) -> Decoder:
        assert self._decoder is not None
        decoder, self._decoder = self._decoder, None
        self.lent += 1
        return decoder

    def give_back(self, decoder: Decoder) -> None:
        assert self._decoder is None
        self._decoder = decoder


def say(utterance: Utterance, samples: Int16, piece: int = 1600) -> str:
    return "".join(utterance.feed(samples[start : start + piece]) for start in range(0, samples.size, piece))


def text(utterance: Utterance) -> str:
    return " ".join(word.text for word in utterance.words)


@pytest.fixture
def lender(decoder: Decoder) -> Lender:
    return Lender(decoder)


@pytest.fixture
def utterance(lender: Lender, tools: Tools) -> Utterance:
    return Utterance(Speaker(), tools, lender.borrow, lender.give_back)


def test_a_breath_does_not_cost_the_context(utterance: Utterance, lender: Lender) -> None:
    """The sentence is decoded again as a whole; its words replace those of its first half, times stay true."""
    half = int(2.05 * RATE_HZ)
    told = say(utterance, np.concatenate((silence(0.3), FIRST[:half], silence(0.2)))) + utterance.settle()
    before = utterance.words
    told += (
        say(utterance, silence(0.3)) + say(utterance, np.concatenate((FIRST[half:], silence(0.2)))) + utterance.settle()
    )
    assert lender.lent == 2
    assert text(utterance).startswith("he might even have been made")
    assert len(utterance.words) > len(before) > 2
    assert abs(utterance.words[1].start_ms - before[1].start_ms) < 60
    assert utterance.words[-1].end_ms > (half / RATE_HZ + 0.8) * 1000
    for one, other in pairwise(utterance.words):
        assert one.start_ms < one.end_ms <= other.start_ms
    assert told.startswith("he might even")
    assert told.count("might") == 1


def test_a_long_segment_stays_settled(utterance: Utterance) -> None:
    say(utterance, np.concatenate((LONGER, silence(0.2))))
    assert LONGER.size > REJOIN
    utterance.settle()
    before = utterance.words
    say(utterance, np.concatenate((silence(0.4), SECOND)))
    utterance.settle()
    assert utterance.words[: len(before)] == before
    assert text(utterance).endswith("young man")


def test_silence_needs_no_decoder(utterance: Utterance, lender: Lender) -> None:
    say(utterance, silence(3))
    assert utterance.settle() == ""
    assert lender.lent == 0
    say(utterance, SECOND)
    utterance.settle()
    say(utterance, silence(3))
    assert utterance.settle() == ""
    assert lender.lent == 1


def test_what_is_kept_of_a_segment_keeps_no_decoder(tools: Tools) -> None:
    made = [Decoder("")]
    remembered = ref(made[0])
    utterance = Utterance(Speaker(), tools, made.pop, made.append)
    say(utterance, np.concatenate((SECOND, silence(0.2))))
    utterance.settle()
    assert text(utterance).endswith("young man")
    made.clear()
    assert remembered() is None


@pytest.mark.slow
def test_speech_without_a_pause_settles_by_itself(utterance: Utterance) -> None:
    for _ in range(4):
        say(utterance, np.concatenate((FIRST, silence(0.6))))
    assert len(utterance.words) > 10
    utterance.abandon()
    assert not utterance.in_segment


def test_catching_up_is_done_in_parts(utterance: Utterance) -> None:
    utterance.feed(np.concatenate((silence(0.3), SECOND)))
    parts = 0
    while utterance.behind:
        utterance.catch_up()
        parts += 1
    assert parts > 5
    utterance.settle()
    assert text(utterance).endswith("young man")


@pytest.fixture(scope="module")
def conversation() -> list[Int16]:
    """Two sentences as a quiet line brings them, with a breath in the second."""
    rng = np.random.default_rng(1)
    breath = np.concatenate((SECOND[:20_000], silence(0.35), SECOND[20_000:]))
    return [
        (np.concatenate((one, silence(0.2))) + rng.standard_normal(one.size + 3200) * 4).astype(np.int16)
        for one in (FIRST, breath)
    ]


def heard(lender: Lender, tools: Tools, conversation: list[Int16], piece: int, before: int = 0) -> list[list[Word]]:
    """The words of each sentence by one speaker, with times from where the sentence begins in its utterance."""
    speaker, found = Speaker(), []
    for samples in conversation:
        utterance = Utterance(speaker, tools, lender.borrow, lender.give_back)
        say(utterance, np.concatenate((np.zeros(before, np.int16), samples)), piece)
        utterance.settle()
        utterance.remember()
        speaker = utterance.speaker
        found.append(utterance.words)
    return found


@pytest.fixture(scope="module")
def expected(decoder: Decoder, tools: Tools, conversation: list[Int16]) -> list[list[Word]]:
    """The conversation as it comes from a browser."""
    return heard(Lender(decoder), tools, conversation, 320)


@pytest.mark.parametrize(
    "piece", [37, pytest.param(1600, marks=pytest.mark.slow), pytest.param(50_000, marks=pytest.mark.slow)]
)
def test_the_pieces_change_no_word(
    lender: Lender, tools: Tools, conversation: list[Int16], expected: list[list[Word]], piece: int
) -> None:
    assert [len(words) > 5 for words in expected] == [True, True]
    assert heard(lender, tools, conversation, piece) == expected


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(1, marks=pytest.mark.slow),
        512,
        pytest.param(5555, marks=pytest.mark.slow),
        pytest.param(40_000, marks=pytest.mark.slow),
    ],
)
def test_silence_before_changes_no_word(
    lender: Lender, tools: Tools, conversation: list[Int16], expected: list[list[Word]], before: int
) -> None:
    found = heard(lender, tools, conversation, 320, before)
    assert [[(word.text, word.confidence) for word in words] for words in found] == [
        [(word.text, word.confidence) for word in words] for words in expected
    ]
    for late, early in zip(found[0], expected[0], strict=True):
        assert late.start_ms == pytest.approx(early.start_ms + before / 16, abs=1) or early.start_ms == 0


def test_a_pause_that_was_none_changes_no_word(
    lender: Lender, tools: Tools, conversation: list[Int16], expected: list[list[Word]]
) -> None:
    utterance = Utterance(Speaker(), tools, lender.borrow, lender.give_back)
    for part in np.array_split(conversation[0], 5):
        say(utterance, part)
        utterance.settle()
        utterance.remember()
    assert utterance.words == expected[0]


def test_a_speaker_is_remembered_for_fifteen_seconds() -> None:
    speaker = Speaker()
    assert np.array_equal(speaker.mean(), PRIOR)
    quiet, loud = np.full(13, 10.0), np.full(13, 20.0)
    speaker = speaker.learned(quiet, 160 * 1000)
    assert speaker.known
    assert np.abs(speaker.mean() - quiet).max() < np.abs(PRIOR - quiet).max() / 15
    for _ in range(5):
        speaker = speaker.learned(loud, 160 * 400)
    assert np.abs(speaker.mean() - loud).max() < 3.5
    speaker = speaker.learned(quiet, 160 * MEMORY_FRAMES * 3)
    assert np.abs(speaker.mean() - quiet).max() < 2


def test_what_was_just_heard_counts_with_the_prior() -> None:
    speaker, heard = Speaker(), np.full(13, 30.0)
    expected = (heard * 100 + PRIOR * 50) / 150
    assert speaker.mean(heard, 16_000) == pytest.approx(expected)


def test_the_floor_is_quiet_and_never_overflows(tools: Tools) -> None:
    floor = tools.with_floor(silence(2)).astype(np.float64)
    assert 5 < np.sqrt(np.mean(floor**2)) < 20
    assert tools.with_floor(np.full(5000, 32767, np.int16)).min() > 32_000
