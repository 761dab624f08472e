"""Transcripts as files: what players and readers need of them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.domain.captions import plain, webvtt
from feedbackyes.domain.transcript import Speaker, Turn

NAMES = {Speaker.LEARNER: "Learner", Speaker.PARTNER: "Ana <b> & Co"}


def turn(seq: int, text: str, start_ms: int, end_ms: int, speaker: Speaker = Speaker.LEARNER) -> Turn:
    return Turn(f"t{seq}", "s1", seq, speaker, text, start_ms, end_ms)


def test_a_cue_has_times_a_voice_and_escaped_text() -> None:
    found = webvtt([turn(1, "a < b --> c & d\n\nand on", 3_661_001, 3_662_500, Speaker.PARTNER)], NAMES)
    assert found == (
        "WEBVTT\n\n01:01:01.001 --> 01:01:02.500\n<v Ana &lt;b&gt; &amp; Co>a &lt; b --&gt; c &amp; d and on</v>\n"
    )


def test_cues_come_by_start_and_last_a_while_and_nothing_said_is_no_cue() -> None:
    found = webvtt([turn(1, "later", 900, 900), turn(2, " \n", 0, 5), turn(3, "sooner", 100, 2000)], NAMES)
    assert re.findall(r"\S+ --> \S+", found) == ["00:00:00.100 --> 00:00:02.000", "00:00:00.900 --> 00:00:01.400"]


@given(st.lists(st.tuples(st.text(), st.integers(0, 10**9), st.integers(0, 10**9)), max_size=5))
def test_whatever_was_said_the_file_has_the_form_of_webvtt(said: list[tuple[str, int, int]]) -> None:
    found = webvtt([turn(n, *one) for n, one in enumerate(said)], NAMES)
    blocks = found.removesuffix("\n").split("\n\n")
    assert blocks[0].strip() == "WEBVTT"
    for block in blocks[1:]:
        times, text = block.split("\n")
        assert re.fullmatch(r"\d{2,}:\d\d:\d\d\.\d{3} --> \d{2,}:\d\d:\d\d\.\d{3}", times)
        assert re.fullmatch(r"<v Learner>[^<>\0\r]*</v>", text)


def test_plain_text_has_a_line_for_each_turn() -> None:
    found = plain([turn(1, "Hello\nthere", 65_999, 67_000), turn(2, "", 70_000, 70_000)], NAMES)
    assert found == "00:01:05 Learner: Hello there\n"
