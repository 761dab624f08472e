from __future__ import annotations

import numpy as np

from feedbackyes.audio import Int16, g711
from feedbackyes.audio.formats import AudioFormat, pcm16
from feedbackyes.audio.resample import resample
from feedbackyes.sip import rtp
from feedbackyes.sip.ears import Ears
from feedbackyes.sip.sdp import Codec
from tests.rtc.speech import likeness, speech

MU = Codec(AudioFormat.MU_LAW, 0, 101)
FRAME = rtp.FRAME_SAMPLES


def packets(samples: Int16, *, law: int = 0) -> list[rtp.Packet]:
    encode = g711.encode_mu if law == 0 else g711.encode_a
    return [
        rtp.Packet(law, place & 0xFFFF, 1000 + place * FRAME, 7, encode(samples[place * FRAME : (place + 1) * FRAME]))
        for place in range(len(samples) // FRAME)
    ]


def heard(ears: Ears, arriving: list[rtp.Packet]) -> Int16:
    return pcm16(b"".join(ears.hear(packet, place * 20.0) for place, packet in enumerate(arriving)))


def test_a_voice_arrives_as_it_was_said_in_either_law() -> None:
    said = speech(1.0)
    for codec, law in ((MU, 0), (Codec(AudioFormat.A_LAW, 8), 8)):
        ears = Ears(codec)
        samples = heard(ears, packets(resample(said, 24_000, 8_000), law=law))
        assert len(said) - len(samples) == 72  # what the filter holds back
        assert likeness(said, samples) > 0.97


def test_what_was_lost_is_concealed_and_what_overtook_is_put_into_order() -> None:
    said = resample(speech(1.0), 24_000, 8_000)
    arriving = packets(said)
    arriving[10], arriving[11] = arriving[11], arriving[10]
    del arriving[30]
    ears = Ears(MU)
    samples = heard(ears, arriving)
    assert (ears.buffer.lost, ears.concealer.concealed_ms) == (1, 20.0)
    assert len(samples) == len(said) * 3 - 72
    assert likeness(resample(said, 8_000, 24_000), samples) > 0.95


def test_the_last_packets_before_silence_do_not_wait_for_ever() -> None:
    arriving = packets(np.zeros(FRAME * 6, np.int16))
    ears = Ears(MU)
    heard(ears, [arriving[0], arriving[2]])
    assert ears.deadline_ms is not None
    assert len(ears.poll(ears.deadline_ms)) == 2 * 3 * FRAME * 2


def test_a_key_is_told_once_however_often_it_is_sent() -> None:
    ears = Ears(MU)
    audio = packets(np.zeros(FRAME * 12, np.int16))
    heard(ears, audio[:3])
    for place, end in enumerate((False, False, True, True, True)):
        payload = rtp.key_event("5", 160 * place, end=end)
        assert ears.hear(rtp.Packet(101, 3 + place, audio[3].timestamp, 7, payload), 60.0 + place) == b""
    assert ears.keys == ["5"]
    ears.hear(rtp.Packet(101, 8, audio[8].timestamp, 7, rtp.key_event("5", 160, end=False)), 170.0)
    assert ears.keys == ["5", "5"]
    assert ears.buffer.lost == 0


def test_audio_after_a_key_has_a_pause_in_its_place() -> None:
    ears = Ears(MU)
    audio = packets(np.zeros(FRAME * 12, np.int16))
    heard(ears, audio[:2])
    ears.hear(rtp.Packet(101, 2, audio[2].timestamp, 7, rtp.key_event("1", 800, end=True)), 40.0)
    late = rtp.Packet(0, 3, audio[7].timestamp, 7, audio[7].payload)
    assert len(ears.hear(late, 140.0)) == (5 + 1) * FRAME * 3 * 2


def test_what_is_of_another_kind_is_silence_and_no_loss() -> None:
    ears = Ears(MU)
    audio = packets(np.zeros(FRAME * 3, np.int16))
    assert ears.hear(rtp.Packet(13, 0, 0, 7, b"\x40"), 0.0) == b""
    assert ears.hear(rtp.Packet(0, 1, 0, 7, bytes(2000)), 0.0) == b""
    assert ears.hear(audio[2], 20.0)
    assert ears.buffer.lost == 0
