"""Recordings on disk."""

from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.storage.recordings.disk import RATE_HZ, Recordings, UnreadableRecording


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path / "recordings")


def record(recordings: Recordings, session_id: str = "s", seconds: float = 2.0) -> None:
    """Learner: half of full scale in the first half. Partner: full scale in the second."""
    frames = int(seconds * RATE_HZ)
    samples = np.zeros((frames, 2), np.int16)
    samples[: frames // 2, 0] = 16384
    samples[frames // 2 :, 1] = -32768
    writer = recordings.writer(session_id)
    writer.write(samples)
    writer.close()


def test_a_recording_is_a_two_channel_wav_file(recordings: Recordings) -> None:
    record(recordings)
    with recordings.open("s") as file, wave.open(file) as found:
        assert (found.getnchannels(), found.getframerate(), found.getsampwidth()) == (2, 24_000, 2)
        assert found.getnframes() == 48_000
    assert recordings.duration_ms("s") == 2000


def test_a_recording_goes_on_after_a_break(recordings: Recordings) -> None:
    record(recordings)
    record(recordings, seconds=1.0)
    assert recordings.duration_ms("s") == 3000


def test_levels_are_the_peaks_of_each_part_and_side(recordings: Recordings) -> None:
    record(recordings)
    levels = recordings.levels("s", 4)
    assert levels.duration_ms == 2000
    assert list(levels.learner) == [0.5, 0.5, 0, 0]
    assert list(levels.partner) == [0, 0, 1, 1]


def test_levels_follow_a_recording_that_grows(recordings: Recordings) -> None:
    record(recordings)
    before = recordings.levels("s", 2)
    record(recordings)
    after = recordings.levels("s", 2)
    assert (before.duration_ms, after.duration_ms) == (2000, 4000)


@pytest.mark.parametrize("bins", [1, 7, 4000])
def test_levels_agree_with_a_simple_count_for_any_number_of_parts(recordings: Recordings, bins: int) -> None:
    samples = np.random.default_rng(5).integers(-32768, 32767, (1001, 2), dtype=np.int16)
    writer = recordings.writer("s")
    writer.write(samples)
    writer.close()
    expected = np.zeros(bins)
    for frame, value in enumerate(samples[:, 0]):
        part = frame * bins // len(samples)
        expected[part] = max(expected[part], abs(int(value)) / 32768)
    assert recordings.levels("s", bins).learner == pytest.approx(expected, abs=1e-4)


def test_an_empty_recording_has_no_levels_and_no_length(recordings: Recordings) -> None:
    recordings.writer("s").close()
    assert recordings.duration_ms("s") == 0
    assert list(recordings.levels("s", 3).learner) == [0, 0, 0]


def test_what_a_killed_process_wrote_can_be_played(recordings: Recordings, tmp_path: Path) -> None:
    script = (
        "import os, sys, numpy as np\nfrom pathlib import Path\n"
        "from feedbackyes.storage.recordings.disk import Recordings\n"
        "writer = Recordings(Path(sys.argv[1])).writer('s')\n"
        "for _ in range(10): writer.write(np.full((2400, 2), 1000, np.int16))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(tmp_path / "recordings")], check=False).returncode == -9
    path = recordings.path("s")
    assert path is not None
    with path.open("ab") as torn:
        torn.write(b"\x01\x02\x03")
    recordings.repair("s")
    with wave.open(str(path)) as found:
        assert found.getnframes() == 24_000
    assert recordings.duration_ms("s") == 1000
    assert path.stat().st_size == 44 + 24_000 * 4


def test_repairing_what_is_not_there_or_not_ours(recordings: Recordings) -> None:
    recordings.repair("nobody")
    assert recordings.path("nobody") is None
    recordings.writer("s").close()
    path = recordings.path("s")
    assert path is not None
    path.write_bytes(b"x" * 100)
    with pytest.raises(UnreadableRecording):
        recordings.repair("s")
    with pytest.raises(UnreadableRecording):
        recordings.duration_ms("s")


def test_deleting_leaves_nothing(recordings: Recordings) -> None:
    record(recordings)
    recordings.delete("s")
    recordings.delete("s")
    assert recordings.path("s") is None
    with pytest.raises(NotFound):
        recordings.open("s")


@pytest.mark.parametrize("session_id", ["", "../secret", "a/b", "a\\b", ".", "a\0", "x" * 129, "ä"])
def test_ids_that_could_lead_elsewhere_are_refused(recordings: Recordings, session_id: str) -> None:
    for use in (recordings.path, recordings.writer, recordings.delete, recordings.open):
        with pytest.raises(InvalidInput):
            use(session_id)


def test_what_is_left_for_the_next_server_is_there_until_it_is_forgotten(recordings: Recordings) -> None:
    assert recordings.carried("s-1") == ()
    for session_id in ("s-1", "s-2", "s-3"):
        recordings.carry(session_id, [b"one", b"two"])
    assert recordings.carried("s-1") == (b"one", b"two")
    recordings.forget_carried(but=["s-1", "s-2"])
    recordings.forget_carried_of("s-2")
    assert [recordings.carried(session_id) for session_id in ("s-1", "s-2", "s-3")] == [(b"one", b"two"), (), ()]
    recordings.delete("s-1")
    assert recordings.carried("s-1") == ()


def test_what_was_left_and_is_damaged_is_nothing(recordings: Recordings, tmp_path: Path) -> None:
    recordings.carry("s", [b"one"])
    (tmp_path / "recordings/s.carried").write_bytes(b"o")
    assert recordings.carried("s") == ()
