from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedbackyes.sip import address, requests, sdp
from feedbackyes.sip.message import (
    MAX_BYTES,
    BadMessage,
    Headers,
    Request,
    Response,
    build,
    frame_length,
    parameters,
    parse,
    split,
)

INVITE = (
    b"INVITE sip:200@192.0.2.1 SIP/2.0\r\n"
    b'v: SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bKa,SIP/2.0/UDP "odd, host";branch=z9hG4bKb\r\n'
    b'f: "Ada, \\"L\\"" <sip:ada@192.0.2.9>;tag=1\r\n'
    b"t: <sip:200@192.0.2.1>\r\n"
    b"i: one@192.0.2.9\r\n"
    b"CSeq: 1 INVITE\r\n"
    b"Subject: folded\r\n over two lines\r\n"
    b"l: 4\r\n\r\nbodyand more"
)


def test_compact_names_folded_lines_and_shared_lines_are_understood() -> None:
    message = parse(INVITE)
    assert isinstance(message, Request)
    assert (message.method, message.uri, message.body) == ("INVITE", "sip:200@192.0.2.1", b"body")
    assert message.headers.first("call-id") == "one@192.0.2.9"
    assert message.headers.first("subject") == "folded over two lines"
    assert len(message.headers.every("via")) == 2
    assert requests.tag_of(message.headers.first("from")) == "1"


def test_a_response_is_read() -> None:
    message = parse(b"SIP/2.0 180 It rings\r\nCSeq: 1 INVITE\r\n\r\n")
    assert isinstance(message, Response)
    assert (message.status, message.reason) == (180, "It rings")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"HELLO\r\n\r\n",
        b"INVITE sip:a@b HTTP/1.1\r\n\r\n",
        b"INVITE  sip:a@b SIP/2.0\r\n\r\n",
        b"INVITE sip:a@b SIP/2.0\r\nno colon here\r\n\r\n",
        b"INVITE sip:a@b SIP/2.0\r\nTo: \x01\r\n\r\n",
        b"INVITE sip:a@b SIP/2.0\r\nContent-Length: 10\r\n\r\nshort",
        b"INVITE sip:a@b SIP/2.0\r\nContent-Length: -1\r\n\r\n",
        b"INVITE sip:a@b SIP/2.0\r\nContent-Length: 99999999999999\r\n\r\n",
        b"INVITE sip:a@b SIP/2.0\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"INVITE sip:a@b SIP/2.0\r\nX: " + b"y" * MAX_BYTES + b"\r\n\r\n",
        b"INVITE sip:a@b SIP/2.0\r\nTo: sip:a@b",
    ],
)
def test_what_is_no_message_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(BadMessage) as refused:
        parse(data)
    assert refused.value.message.endswith((".", "}"))


TOKEN = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,12}", fullmatch=True).map(str.lower)
VALUE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FF, exclude_characters="\x7f"), max_size=40).map(
    str.strip
)
FIELDS = st.lists(st.tuples(TOKEN.filter(lambda name: name != "content-length" and len(name) > 1), VALUE), max_size=8)


@given(fields=FIELDS, body=st.binary(max_size=60))
@settings(max_examples=30, deadline=None)
def test_what_is_written_is_read_back(fields: list[tuple[str, str]], body: bytes) -> None:
    message = parse(build(Request("OPTIONS", "sip:a@b", Headers(tuple(fields)), body)))
    assert isinstance(message, Request)
    assert message.body == body
    assert [field for field in message.headers.fields if field[0] != "content-length"] == fields


PIECES = st.sampled_from(
    [
        b"INVITE ",
        b"sip:a@b",
        b" SIP/2.0\r\n",
        b"\r\n",
        b"Via: SIP/2.0/UDP ",
        b";branch=z9",
        b"From: <",
        b">",
        b'"',
        b"\\",
        b"To:",
        b"CSeq: 1 INVITE",
        b"Content-Length: 3",
        b",",
        b";tag=",
        b"\x00",
        b"\xff\xfe",
        b" \t",
        b"1.2.3.4:5060",
        b"v=0\r\n",
        b"m=audio 1 RTP/AVP 0\r\n",
        b"c=IN IP4 ",
        b"a=rtpmap:0 PCMU/8000\r\n",
        b"=",
        b"SIP/2.0 200 OK\r\n",
    ]
)


@given(data=st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=25).map(b"".join)))
@example(data=INVITE)
@settings(max_examples=200, deadline=None)
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    """Neither the message, nor what stands in its headers, nor a session description."""
    try:
        message = parse(data)
        if isinstance(message, Request):
            assert isinstance(requests.wrong(message), str)
            requests.unsupported(message)
            requests.pressed(message.body)
            address.caller(message)
            for value in message.headers.every("via"):
                address.came_by(address.via(value), address.Address("udp", "192.0.2.1", 5060))
    except BadMessage:
        pass
    with contextlib.suppress(sdp.NoCommonMedia):
        sdp.read(data)
    with contextlib.suppress(BadMessage):
        frame_length(data)


def test_commas_in_quotes_and_brackets_divide_nothing() -> None:
    assert split('"a, b" <sip:x@y;p=1,2>, <sip:z@y>') == ['"a, b" <sip:x@y;p=1,2>', "<sip:z@y>"]
    assert parameters('<sip:a@b;lr>;tag="x;y";flag') == ("<sip:a@b;lr>", {"tag": "x;y", "flag": ""})


def test_of_a_stream_it_is_known_how_long_its_first_message_is() -> None:
    one = b"OPTIONS sip:a@b SIP/2.0\r\nl: 3\r\n\r\nabc"
    assert frame_length(one + b"OPTIONS") == len(one)
    assert frame_length(one[:20]) is None
    with pytest.raises(BadMessage):
        frame_length(b"x" * (MAX_BYTES + 1))
