"""Recordings that come in pieces."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.storage.recordings.disk import RATE_HZ, Recordings
from feedbackyes.storage.recordings.parts import OtherPart, Part, RecordedHere


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path)


def piece(value: int, frames: int = RATE_HZ) -> Int16:
    return np.full((frames, 2), value, np.int16)


def heard(recordings: Recordings) -> Int16:
    with recordings.open("s") as file, wave.open(file) as found:
        assert (found.getnchannels(), found.getframerate()) == (2, RATE_HZ)
        return np.frombuffer(found.readframes(found.getnframes()), "<i2").reshape(-1, 2)


def test_pieces_in_any_order_become_one_file_with_silence_between(recordings: Recordings) -> None:
    recordings.put_part("s", 2, 3000, piece(3))
    recordings.put_part("s", 0, 0, piece(1))
    assert recordings.put_part("s", 0, 0, piece(1)) == (Part(2, 72_000, 24_000), Part(0, 0, 24_000))
    found = heard(recordings)
    assert [int(found[second * RATE_HZ + 5, 1]) for second in range(4)] == [1, 0, 0, 3]
    assert (len(found), recordings.duration_ms("s")) == (4 * RATE_HZ, 4000)


def test_levels_follow_a_piece_that_comes_late(recordings: Recordings) -> None:
    recordings.put_part("s", 1, 1000, piece(0))
    assert recordings.levels("s", 2).learner == (0, 0)
    recordings.put_part("s", 0, 0, piece(16384))
    assert recordings.levels("s", 2).learner == (0.5, 0)


def test_after_a_restart_the_pieces_are_known(recordings: Recordings, tmp_path: Path) -> None:
    recordings.put_part("s", 0, 0, piece(1))
    again = Recordings(tmp_path)
    again.repair("s")
    assert [part.number for part in again.put_part("s", 1, 1000, piece(2))] == [0, 1]
    assert heard(again)[-1, 0] == 2


def test_a_piece_whose_line_was_cut_short_may_come_again(recordings: Recordings, tmp_path: Path) -> None:
    recordings.put_part("s", 0, 0, piece(1))
    with (tmp_path / "s.parts").open("ab") as index:
        index.write(b"1 2400")
    assert [part.number for part in recordings.parts("s")] == [0]
    recordings.put_part("s", 1, 1000, piece(2))
    assert [part.number for part in Recordings(tmp_path).parts("s")] == [0, 1]


def test_another_piece_under_the_same_number_is_refused(recordings: Recordings) -> None:
    recordings.put_part("s", 0, 0, piece(1))
    with pytest.raises(OtherPart):
        recordings.put_part("s", 0, 500, piece(2))
    assert heard(recordings).max() == 1


def test_a_recording_of_the_server_takes_no_pieces(recordings: Recordings) -> None:
    writer = recordings.writer("s")
    writer.write(piece(7))
    writer.close()
    with pytest.raises(RecordedHere):
        recordings.put_part("s", 0, 0, piece(1))
    assert heard(recordings).min() == 7


def test_deleting_takes_the_pieces_too(recordings: Recordings, tmp_path: Path) -> None:
    recordings.put_part("s", 0, 0, piece(1))
    recordings.delete("s")
    assert list(tmp_path.iterdir()) == []
