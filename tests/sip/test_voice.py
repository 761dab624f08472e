from __future__ import annotations

import numpy as np

from feedbackyes.audio import g711
from feedbackyes.audio.formats import AudioFormat
from feedbackyes.sip import rtp
from feedbackyes.sip.sdp import Codec
from feedbackyes.sip.voice import Voice
from tests.rtc.speech import likeness, speech

MU, A = Codec(AudioFormat.MU_LAW, 0, 101), Codec(AudioFormat.A_LAW, 8)


def packet(voice: Voice) -> rtp.Packet:
    found = rtp.read(voice.frame()[0])
    assert found is not None
    return found


def test_frames_are_twenty_milliseconds_of_what_was_queued_and_then_silence() -> None:
    voice = Voice(MU, 7, 0xFFFF, 0xFFFFFFFF)
    said = speech(1.0)
    voice.play(said.astype("<i2").tobytes())
    taken = [packet(voice) for _ in range(51)]
    assert [len(one.payload) for one in taken] == [160] * 51
    assert [one.sequence for one in taken[:3]] == [0xFFFF, 0, 1]
    assert [one.timestamp for one in taken[:3]] == [0xFFFFFFFF, 159, 319]
    assert [one.marker for one in taken[:2]] == [True, False]
    heard = np.concatenate([g711.decode_mu(one.payload) for one in taken])
    assert likeness(said, np.repeat(heard, 3)) > 0.9
    assert taken[-1].payload == b"\xff" * 160


def test_how_much_was_played_is_known_to_the_frame() -> None:
    voice = Voice(MU, 7, 0, 0)
    voice.play(bytes(2 * 24 * 50))
    assert voice.queued_ms == 50
    drained = [voice.frame()[1] for _ in range(4)]
    assert drained == [False, False, True, False]
    assert voice.played_ms == 50
    voice.play(bytes(2 * 24 * 100))
    voice.frame()
    assert (voice.played_ms, voice.clear(), voice.queued_ms) == (70, 70, 70)
    assert packet(voice).payload == b"\xff" * 160


def test_another_law_in_the_middle_is_spoken_from_there_on() -> None:
    voice = Voice(MU, 7, 0, 0)
    voice.play(bytes(2 * 24 * 100))
    voice.use(A)
    voice.play(np.full(24 * 40, 8000, "<i2").tobytes())
    one = packet(voice)
    assert one.payload_type == 8
    assert np.median(g711.decode_a(one.payload)) > 7000
