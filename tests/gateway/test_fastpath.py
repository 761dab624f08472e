from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.gateway.fastpath import APPEND, AUDIO_DELTA, LARGE_BYTES, MOST_NOTES, Downlink, Uplink
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
    match = APPEND(head + AUDIO + b'"}')
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
    assert (match["response"], match["item"]) == (b"resp_1", b"item_1")
    assert written[match.end() : -2] == AUDIO


@pytest.mark.parametrize("size", range(960, 970))
@pytest.mark.parametrize(("audio_format", "rate"), [(AudioFormat.PCM, 48), (AudioFormat.A_LAW, 8)])
def test_playing_time_follows_from_length_to_the_byte(size: int, audio_format: AudioFormat, rate: int) -> None:
    audio = base64.b64encode(bytes(size))
    sent: list[bytes] = []
    up = Uplink(lambda: 5.0, 0.0, sent.append)
    up.use(audio_format)
    head = b'{"type":"input_audio_buffer.append","audio":"'
    up.append(head + audio + b'"}', len(head))
    assert up.clock.audio_ms == pytest.approx(size / rate, abs=1e-9)
    down = Downlink(lambda: 5.0, 0.0)
    down.use(audio_format)
    message = b'{"type":"response.output_audio.delta","response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"'
    assert down.on_audio(message + audio + b'"}') is False, "nobody hears it"
    down.audio = sent.append
    assert down.on_audio(message + audio + b'"}') is True
    assert down.playback.tracks["i"].generated_ms == pytest.approx(size / rate, abs=1e-9)
    assert len(sent) == 2


def append(audio: bytes, event_id: bytes = b"") -> bytes:
    head = b'{"type":"input_audio_buffer.append",'
    return head + (b'"event_id":"' + event_id + b'",' if event_id else b"") + b'"audio":"' + audio + b'"}'


def delta(audio: bytes, *, item: bytes = b"i", response: bytes = b"r", event_id: bytes = b"e") -> bytes:
    return (
        b'{"type":"response.output_audio.delta","event_id":"%b","response_id":"%b","item_id":"%b",'
        b'"output_index":0,"content_index":0,"delta":"%b"}' % (event_id, response, item, audio)
    )


def uplink(*, guarded: bool = False) -> tuple[Uplink, list[bytes]]:
    sent: list[bytes] = []
    up = Uplink(lambda: 5.0, 0.0, sent.append)
    up.expect(guarded=guarded)
    return up, sent


@pytest.mark.parametrize("guarded", [True, False])
def test_appends_in_every_order_of_shapes_are_sent_and_timed(guarded: bool) -> None:
    up, sent = uplink(guarded=guarded)
    messages = [append(AUDIO, event_id) for event_id in (b"", b"a1", b"a2", b"", b"long_one", b"a3", b"", b"")]
    assert all(up.take(message) for message in messages)
    assert [bytes(message) for message in sent] == messages
    assert up.clock.audio_ms == pytest.approx(10 * len(messages), abs=1e-9)


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize(
    "other",
    [
        b"",
        b'{"type":"input_audio_buffer.commit"}',
        append(AUDIO, b"e1").replace(b"append", b"commit"),
        append(AUDIO, b"e1")[:-1] + b" ",
        append(base64.b64encode(b"\x1aE\xdf\xa3" + bytes(476)), b"e1"),
        append(base64.b64encode(b"OggS" + bytes(476)), b"e1"),
        append(AUDIO, b"e1")[:60],
    ],
)
def test_what_is_no_append_of_samples_is_none_after_one_either(other: bytes, guarded: bool) -> None:
    up, sent = uplink(guarded=guarded)
    assert up.take(append(AUDIO, b"e1"))
    assert not up.take(other)
    assert up.take(append(AUDIO, b"e2"))
    assert len(sent) == 2


def test_in_a_scenario_nothing_hides_behind_or_before_the_audio() -> None:
    up, sent = uplink(guarded=True)
    assert up.take(append(AUDIO, b"e" * 26))
    hidden = b'","type":"session.update'
    assert not up.take(append(AUDIO[: -len(hidden)] + hidden, b"e" * 26))
    assert not up.take(append(AUDIO, b"1" + hidden + b"x"))
    assert len(sent) == 1


def test_while_a_container_comes_in_pieces_nothing_is_taken_for_samples() -> None:
    up, sent = uplink()
    assert up.take(append(AUDIO))
    up.expect(guarded=False, samples=False)
    assert not up.take(append(AUDIO))
    up.expect(guarded=False)
    assert up.take(append(AUDIO))
    assert len(sent) == 2


def test_the_partners_audio_belongs_to_the_item_that_it_names() -> None:
    sent: list[bytes] = []
    down = Downlink(lambda: 5.0, 0.0)
    down.audio = sent.append
    order = [(b"i", b"e1"), (b"i", b"e2"), (b"j", b"e3"), (b"i", b"e4"), (b"longer", b"e5"), (b"j", b"event_6")]
    for item, event_id in order:
        assert down.on_audio(delta(AUDIO, item=item, event_id=event_id))
    lengths = {item_id: track.generated_ms for item_id, track in down.playback.tracks.items()}
    assert lengths == {"i": pytest.approx(30), "j": pytest.approx(20), "longer": pytest.approx(10)}
    down.void = b"r"
    assert not down.on_audio(delta(AUDIO)), "it was cut"
    assert down.on_audio(delta(AUDIO, response=b"s"))
    assert not down.on_audio(delta(AUDIO, response=b"s").replace(b"output_audio.delta", b"output_audio.extra"))
    assert len(sent) == len(order) + 1


SIZES = st.sampled_from([480, 481, 960, 1920, 30_000])
GAPS_MS = st.sampled_from([0.0, 20.0, 40.0, 300.0, 2_000.0])


@given(st.lists(st.tuples(SIZES, GAPS_MS), max_size=150))
def test_what_is_worked_out_later_is_what_would_have_been_worked_out_at_once(arrivals: list[tuple[int, float]]) -> None:
    now = [0.0]
    later, at_once = (Uplink(lambda: now[0], 0.0, lambda _: None) for _ in range(2))
    heard_later, heard_at_once = (Downlink(lambda: now[0], 0.0) for _ in range(2))
    for up, down in ((later, heard_later), (at_once, heard_at_once)):
        up.remember()
        down.audio = lambda _: None
    for number, (size, gap_ms) in enumerate(arrivals):
        now[0] += gap_ms / 1000
        audio = base64.b64encode(bytes(size))
        for up, down in ((later, heard_later), (at_once, heard_at_once)):
            assert up.take(append(audio))
            assert down.on_audio(delta(audio, item=b"item_%d" % (number // 40)))
        at_once.settle()
        heard_at_once.settle()
    assert later.clock.audio_ms == at_once.clock.audio_ms
    for audio_ms in range(0, round(at_once.clock.audio_ms), 50):
        assert later.clock.session_ms(audio_ms) == at_once.clock.session_ms(audio_ms)
    kept = [list(up.journal.since(0.0)) for up in (later, at_once) if up.journal is not None]
    assert kept[0] == kept[1]
    assert heard_later.messages == heard_at_once.messages == len(arrivals)
    assert heard_later.playback.tracks == heard_at_once.playback.tracks


def test_large_messages_do_not_wait_in_memory_to_be_worked_out() -> None:
    up, _ = uplink()
    audio = base64.b64encode(bytes(LARGE_BYTES))
    assert up.take(append(AUDIO))
    assert up.take(append(audio))
    assert not up._notes
    for _ in range(2 * MOST_NOTES):
        assert up.take(append(AUDIO))
    assert len(up._notes) <= 3 * MOST_NOTES
