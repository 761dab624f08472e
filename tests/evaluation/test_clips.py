"""Folders of recordings, as people have them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.audio.files import Writer
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.evaluation import clips

RATE_HZ = 16_000


def record(path: Path, seconds: float = 1.0, rate_hz: int = RATE_HZ) -> None:
    """A tone that grows louder, in the form that the file's ending says."""
    kind = {".ogg": "opus"}.get(path.suffix, path.suffix[1:])
    at = np.arange(round(seconds * rate_hz))
    samples = (at / at.size * 20_000 * np.sin(at * 0.1)).astype(np.int16)
    writer = Writer(kind, rate_hz)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(writer.write(samples) + writer.end())


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".mp3"])
def test_words_are_beside_their_recording_at_any_depth(tmp_path: Path, suffix: str) -> None:
    record(tmp_path / "deep" / f"one{suffix}", rate_hz=48_000)
    (tmp_path / "deep" / "one.txt").write_text(" hello there \n")
    (tmp_path / "notes.txt").write_text("of no recording")
    (found,) = clips.find(tmp_path)
    assert (found.name, found.text) == (f"deep/one{suffix}", "hello there")
    assert found.samples(RATE_HZ).size == pytest.approx(RATE_HZ, rel=0.08)


def test_librispeech_lists_are_read(tmp_path: Path) -> None:
    for name in ("1-2-0000", "1-2-0001"):
        record(tmp_path / "1" / "2" / f"{name}.flac")
    (tmp_path / "1" / "2" / "1-2.trans.txt").write_text("1-2-0000 HE WAS NOT\n1-2-0001 ILL DISPOSED\n")
    assert [(one.path.name, one.text) for one in clips.find(tmp_path)] == [
        ("1-2-0000.flac", "HE WAS NOT"),
        ("1-2-0001.flac", "ILL DISPOSED"),
    ]


def test_a_manifest_names_files_and_parts_of_files(tmp_path: Path) -> None:
    record(tmp_path / "sound" / "long.wav", 3)
    lines = [
        {"audio_filepath": "sound/long.wav", "text": "all"},
        {"audio": "sound/long.wav", "sentence": "a part", "offset": 1, "duration": 0.5},
    ]
    (tmp_path / "manifest.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    for place in (tmp_path, tmp_path / "manifest.jsonl"):
        whole, part = clips.find(place)
        assert (whole.text, part.text) == ("all", "a part")
        assert part.samples(RATE_HZ).size == RATE_HZ // 2
        assert np.array_equal(part.samples(RATE_HZ), whole.samples(RATE_HZ)[RATE_HZ : RATE_HZ * 3 // 2])


def test_a_folder_with_nothing_in_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"no sound files.*x\.txt"):
        clips.find(tmp_path)
    record(tmp_path / "one.wav")
    with pytest.raises(InvalidInput, match=r"1 sound file\(s\) without their words"):
        clips.find(tmp_path)
    with pytest.raises(InvalidInput, match="is no folder"):
        clips.find(tmp_path / "not-here")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{", "line 1"),
        ('{"audio": "a.wav"}', "words are missing"),
        ('{"audio": "gone.wav", "text": "x"}', r"no file .*gone\.wav"),
        ("[]", "line 1"),
        ('{"audio": "a.wav", "text": "x", "offset": "soon"}', "line 1"),
    ],
)
def test_what_is_wrong_in_a_manifest_is_said_with_its_line(tmp_path: Path, line: str, wrong: str) -> None:
    record(tmp_path / "a.wav", 0.1)
    (tmp_path / "m.jsonl").write_text(line)
    with pytest.raises(InvalidInput, match=wrong):
        clips.find(tmp_path)


def test_a_list_that_names_no_recording_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.trans.txt").write_text("\n7-1 WORDS\n")
    with pytest.raises(InvalidInput, match=r"line 2.*7-1"):
        clips.find(tmp_path)


def test_a_damaged_recording_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_bytes(b"RIFF1234WAVEjunk")
    (tmp_path / "bad.txt").write_text("hello")
    (clip,) = clips.find(tmp_path)
    with pytest.raises(InvalidInput, match=r"bad\.wav"):
        clip.samples(RATE_HZ)


def test_fewer_are_spread_over_all() -> None:
    assert clips.spread(range(10), 3) == [0, 3, 6]
    assert clips.spread(range(2), 3) == [0, 1]
