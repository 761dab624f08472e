from __future__ import annotations

import base64

import pytest

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.gateway.fastpath import APPEND, AUDIO_DELTA, Downlink, Uplink
from feedbackyes.protocol.client import InputAudioBufferAppend
from feedbackyes.protocol.codec import encode_client, encode_server
from feedbackyes.protocol.server import ResponseOutputAudioDelta

AUDIO = base64.b64encode(bytes(480))


@pytest.mark.parametrize(
    "head",
    [
        b'{"type":"input_audio_buffer.append","audio":"',
        b'{"type": "input_audio_buffer.append", "audio": "',
        b'{"type":"input_audio_buffer.append","event_id":"event_1","audio":"',
    ],
)
def test_appends_are_known_by_how_they_begin(head: bytes) -> None:
    match = APPEND(memoryview(head + AUDIO + b'"}'))
    assert match is not None
    assert match.end() == len(head)


@pytest.mark.parametrize(
    "message",
    [
        b'{"audio":"AAAA","type":"input_audio_buffer.append"}',
        b'{"type":"input_audio_buffer.append","event_id":"a\\"b","audio":"AAAA"}',
        b'{"type":"input_audio_buffer.commit"}',
        b'{"type":"input_audio_buffer.append","audio":"' + base64.b64encode(b"\x1aE\xdf\xa3webm") + b'"}',
        b'{"type":"input_audio_buffer.append","audio":"' + base64.b64encode(b"OggS\0\0") + b'"}',
        b"",
    ],
)
def test_everything_else_is_read_in_full(message: bytes) -> None:
    assert APPEND(message) is None


def test_what_our_own_encoder_writes_is_known() -> None:
    assert APPEND(encode_client(InputAudioBufferAppend(audio=bytes(480)))) is not None
    assert APPEND(encode_client(InputAudioBufferAppend(event_id="e", audio=bytes(480)))) is not None
    delta = ResponseOutputAudioDelta(
        event_id="e", response_id="resp_1", item_id="item_1", output_index=0, content_index=0, delta=bytes(480)
    )
    written = encode_server(delta)
    match = AUDIO_DELTA(written)
    assert match is not None
    assert match.groups() == (b"resp_1", b"item_1")
    assert written[match.end() : -2] == AUDIO


@pytest.mark.parametrize("size", range(960, 970))
@pytest.mark.parametrize(("audio_format", "rate"), [(AudioFormat.PCM, 48), (AudioFormat.A_LAW, 8)])
def test_playing_time_follows_from_length_to_the_byte(size: int, audio_format: AudioFormat, rate: int) -> None:
    audio = base64.b64encode(bytes(size))
    sent: list[memoryview | bytes] = []
    up = Uplink(lambda: 5.0, 0.0, sent.append)
    up.use(audio_format)
    head = b'{"type":"input_audio_buffer.append","audio":"'
    up.append(memoryview(head + audio + b'"}'), len(head))
    assert up.clock.audio_ms == pytest.approx(size / rate, abs=1e-9)
    down = Downlink(lambda: 5.0, 0.0)
    down.use(audio_format)
    message = b'{"type":"response.output_audio.delta","response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"'
    assert down.on_audio(message + audio + b'"}') is False, "nobody hears it"
    down.audio = sent.append
    assert down.on_audio(message + audio + b'"}') is True
    assert down.playback.tracks["i"].generated_ms == pytest.approx(size / rate, abs=1e-9)
    assert len(sent) == 2
