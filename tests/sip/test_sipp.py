"""Debian's `sipp` (sip-tester) calls the listener: somebody else's idea of SIP."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from feedbackyes.sip.guard import Rules
from tests.sip.test_listener import LOOPBACK, House, opened

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("sipp") is None and not os.environ.get("CI"),
        reason="needs sipp; on Debian: sudo apt install sip-tester",
    ),
]
HEADERS = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:7@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:100@[remote_ip]:[remote_port]>
Call-ID: [call_id]
Max-Forwards: 70
Content-Length: 0"""
MALFORMED = [
    ("OPTIONS sip:100@[remote_ip] SIP/2.0\n{headers}\nCSeq: -1 OPTIONS", 400),
    ("INVITE sip:100@[remote_ip] SIP/2.0\n{headers}\nCSeq: 2 INVITE\nRequire: nothing", 420),
    ("BYE sip:100@[remote_ip] SIP/2.0\n{headers}\nCSeq: 3 BYE", 481),
    ("BREW sip:100@[remote_ip] SIP/2.0\n{headers}\nCSeq: 4 BREW", 501),
    ("INVITE mailto:x SIP/2.0\n{headers}\nCSeq: 5 INVITE", 400),
    ("This is no SIP at all\n{headers}", None),
    ("OPTIONS sip:100@[remote_ip] SIP/2.0\n{headers}\nCSeq: 99999999999999999999 OPTIONS", 400),
    ("OPTIONS sip:100@[remote_ip] SIP/2.0\n{headers}\nContact: <<<\nCSeq: 8 OPTIONS", 200),
]


async def sipp(house: House, folder: Path, *options: str) -> int:
    """Run it to its end; returns its exit status, 0 when every call went as it should."""
    host, port = house.address
    running = await asyncio.create_subprocess_exec(
        *("sipp", f"{host}:{port}", "-i", host, "-nostdin", "-timeout", "20", *options),
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await running.wait()


@pytest.mark.parametrize("transport", ["u1", "t1"])
async def test_its_calls_are_taken_and_ended(tmp_path: Path, transport: str) -> None:
    async with opened() as house:
        options = ("-sn", "uac", "-t", transport, "-m", "20", "-l", "8", "-r", "40", "-d", "100")
        assert await sipp(house, tmp_path, *options) == 0
        assert len(house.echoes) == 20
        assert [await echo.over for echo in house.echoes] == ["caller"] * 20
        assert house.listener.lines == ()


async def test_malformed_messages_are_answered_and_the_next_one_too(tmp_path: Path) -> None:
    steps = []
    for text, status in MALFORMED:
        steps.append(f"<send><![CDATA[\n{text.format(headers=HEADERS)}\n\n]]></send>")
        if status is not None:
            steps.append(f'<recv response="{status}"/>')
    (tmp_path / "malformed.xml").write_text(f'<?xml version="1.0"?>\n<scenario name="x">{"".join(steps)}</scenario>')
    async with opened() as house:
        assert await sipp(house, tmp_path, "-sf", "malformed.xml", "-m", "5") == 0
        assert house.echoes == []
        assert await sipp(house, tmp_path, "-sn", "uac", "-m", "1", "-d", "0") == 0


MADE_UP = """<?xml version="1.0"?>
<scenario name="a number of its own for each call">
<send retrans="500"><![CDATA[
INVITE sip:100@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:+49[call_number]@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:100@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:me@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=me 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0

]]></send>
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
<recv response="480" optional="true" next="refused"/>
<recv response="200"/>
<send><![CDATA[
ACK sip:100@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:+49[call_number]@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:100@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
<send retrans="500"><![CDATA[
BYE sip:100@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:+49[call_number]@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:100@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200" next="done"/>
<label id="refused"/>
<send><![CDATA[
ACK sip:100@[remote_ip]:[remote_port] SIP/2.0
[last_Via:]
[last_From:]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
<label id="done"/>
</scenario>
"""


async def test_who_makes_up_a_number_for_each_call_is_refused_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "made_up.xml").write_text(MADE_UP)
    rules = Rules(LOOPBACK, accounts=False, calls=10, per_minute=2, per_source=5)
    async with opened(rules=rules) as house:
        assert await sipp(house, tmp_path, "-sf", "made_up.xml", "-m", "12", "-l", "1") == 0
        assert len(house.echoes) == 5
        assert len({echo.line.caller for echo in house.echoes}) == 5
