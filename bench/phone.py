"""Measures the telephone: how late RTP packets leave while many calls talk at once, beside a process that only sleeps.

    python bench/phone.py                       50 calls of 30 s, once, with instant stages
    python bench/phone.py --calls 10 --seconds 20

`sipp` (Debian: sip-tester) places and ends the calls, with one key by INFO; this process is their ears and mouths, over
UDP, and speaks to each for 1.2 of every 4 seconds, so that turns, replies and transcripts go on all the time. The server
is a process of its own: listener, switchboard, gateway, database, recorder and embedded engine, whose stages are instant.

A packet's time is the call's best packet plus 20 ms for each number since: the best one was late by nothing. Arrivals are
the kernel's timestamps, so that it does not matter when this process reads them.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import multiprocessing
import os
import selectors
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SO_TIMESTAMPNS = getattr(socket, "SO_TIMESTAMPNS", 35)
FRAME_MS, FRAME = 20, 160
CYCLE_S, SPEECH_S = 4.0, 1.2
START_S = 60.0
SCENARIO = """<?xml version="1.0" encoding="ISO-8859-1"?>
<scenario name="talk">
  <send retrans="500"><![CDATA[
INVITE sip:100@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:[field1]@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:100@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:[field1]@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=sipp 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [field0] RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:[field1]@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:100@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0
]]></send>
  <pause milliseconds="2000"/>
  <send retrans="500"><![CDATA[
INFO [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:[field1]@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:100@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 INFO
Max-Forwards: 70
Content-Type: application/dtmf-relay
Content-Length: [len]

Signal=1
Duration=160
]]></send>
  <recv response="200"/>
  <pause/>
  <send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:[field1]@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:100@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 3 BYE
Max-Forwards: 70
Content-Length: 0
]]></send>
  <recv response="200"/>
</scenario>
"""


# ---- the server


async def serve(folder: Path, ready: Connection) -> None:
    """Everything that a call needs, with instant stages; tells its port, its CPU time and its sessions when asked."""
    from feedbackyes import behaviours
    from feedbackyes.app import interpreter
    from feedbackyes.engine import Engine
    from feedbackyes.gateway import Gateway
    from feedbackyes.gateway.phone import Switchboard
    from feedbackyes.providers import local
    from feedbackyes.settings import Settings
    from feedbackyes.storage import Database, sessions
    from feedbackyes.storage.recordings.disk import Recordings
    from tests.engine.fakes import Cast

    behaviours.language("en").prepare()
    settings = Settings(
        data=folder,
        sip_port=0,
        sip_numbers={"100": "late-report"},
        sip_max_calls=500,
        recording="ask",
        backchannels=False,
        noise_gate=False,  # learners and partner are tones: a hum to the one
        echo_check=False,  # and each other's echo to the other
    )
    database = await Database.open(settings.sqlalchemy_url)
    engine = Engine(settings, Cast().stages)
    await engine.start()
    provider = local.create(settings=settings, engine=engine)
    gateway = Gateway.create(settings, database, Recordings(folder / "recordings"), provider)
    await gateway.start()
    switchboard = await Switchboard.open(settings, database, gateway)
    interpreter.hurry()
    interpreter.spare_the_collector()
    ready.send(switchboard.port)
    await asyncio.to_thread(ready.recv)
    async with database.read() as tx:
        held = (await sessions.page(tx, limit=1000)).items
        turns = await _turns(tx, [one.id for one in held])
    await switchboard.close()
    await gateway.close()
    await engine.close()
    await database.close()
    ready.send({"sessions": len(held), "turns": turns})


async def _turns(tx: Any, ids: list[str]) -> int:
    from feedbackyes.storage import turns

    return sum((await turns.count(tx, ids)).values())


def _serve(folder: Path, ready: Connection) -> None:
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(folder, ready))


# ---- the ears and mouths


@dataclass
class Ear:
    """One call's end. `arrivals`: extended sequence number and the kernel's time in seconds."""

    port: socket.socket
    arrivals: list[tuple[int, float]] = field(default_factory=list)
    to: tuple[str, int] | None = None
    sent: int = 0


def _tone() -> list[bytes]:
    from feedbackyes.audio import g711

    samples = (8000 * np.sin(np.arange(FRAME * 50) * 0.3)).astype(np.int16)
    return [g711.encode_mu(samples[at : at + FRAME]) for at in range(0, len(samples), FRAME)]


def open_ears(calls: int) -> list[Ear]:
    made = []
    for _ in range(calls):
        port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        port.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        port.bind(("127.0.0.1", 0))
        port.setblocking(False)
        made.append(Ear(port))
    return made


def listen(ears: list[Ear], ends_at: float) -> None:
    """Hear and speak until the calls are over."""
    tone, silence = _tone(), b"\xff" * FRAME
    with selectors.DefaultSelector() as selector:
        for ear in ears:
            selector.register(ear.port, selectors.EVENT_READ, ear)
        due = time.monotonic()
        while time.monotonic() < ends_at:
            for key, _ in selector.select(max(0.0, due - time.monotonic())):
                _hear(key.data)
            if time.monotonic() >= due:
                due += FRAME_MS / 1000
                for place, ear in enumerate(ears):
                    _speak(ear, place, tone, silence)


def _hear(ear: Ear) -> None:
    while True:
        try:
            data, more, _, source = ear.port.recvmsg(2048, 128)
        except BlockingIOError:
            return
        seconds, nanoseconds = struct.unpack("qq", more[0][2][:16])
        if len(data) != 12 + FRAME:
            continue  # a report to the port before this one
        ear.to = source
        ear.arrivals.append((int.from_bytes(data[2:4], "big"), seconds + nanoseconds / 1e9))


def _speak(ear: Ear, place: int, tone: list[bytes], silence: bytes) -> None:
    if ear.to is None:
        return
    ear.sent += 1
    at = (ear.sent * FRAME_MS / 1000 + place * 0.37) % CYCLE_S
    payload = tone[ear.sent % len(tone)] if ear.sent > 200 and at < SPEECH_S else silence
    head = struct.pack("!BBHII", 0x80, 0, ear.sent & 0xFFFF, ear.sent * FRAME, 1000 + place)
    ear.port.sendto(head + payload, ear.to)


def lateness(ear: Ear) -> tuple[list[float], int]:
    """Of each packet, in milliseconds; and how many are missing."""
    late, number, last = [], 0, ear.arrivals[0][0]
    numbers = []
    for sequence, _ in ear.arrivals:
        number += (sequence - last + 0x8000) % 0x10000 - 0x8000
        last = sequence
        numbers.append(number)
    offsets = [at * 1000 - one * FRAME_MS for one, (_, at) in zip(numbers, ear.arrivals, strict=True)]
    best = min(offsets)
    late = [offset - best for offset in offsets]
    return late, numbers[-1] - numbers[0] + 1 - len(numbers)


def _control(pipe: Connection) -> None:
    """Sleeps on the same kind of schedule, and does nothing else: how late it wakes, in ms."""
    stopped: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    late, due = [], time.monotonic()
    while not stopped:
        due += FRAME_MS / 1000
        time.sleep(max(0.0, due - time.monotonic()))
        late.append((time.monotonic() - due) * 1000)
    pipe.send(late)


# ---- the run


def measure(calls: int, seconds: int) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = context.Pipe()
        server = context.Process(target=_serve, args=(folder / "data", theirs), daemon=True)
        (folder / "data").mkdir()
        server.start()
        if not ours.poll(START_S):
            raise RuntimeError("the server did not start")
        port, process = ours.recv(), psutil.Process(server.pid)
        receiving, sending = multiprocessing.Pipe(duplex=False)
        control = multiprocessing.Process(target=_control, args=(sending,), daemon=True)
        control.start()
        ears = open_ears(calls)
        before = process.cpu_times()
        begun = time.monotonic()
        sipp = _sipp(folder, ears, port, seconds)
        listen(ears, begun + seconds + 3 + calls / 10)
        after = process.cpu_times()
        passed = time.monotonic() - begun
        status = sipp.wait(30)
        os.kill(control.pid or 0, signal.SIGTERM)
        wakes = receiving.recv()
        ours.send("stop")
        told = ours.recv() if ours.poll(START_S) else {}
        server.join(10)
    heard = [lateness(ear) for ear in ears if ear.arrivals]
    late = np.concatenate([one for one, _ in heard])
    return {
        "calls": calls,
        "seconds": seconds,
        "sipp": status,
        **told,
        "packets": len(late),
        "missing": sum(missing for _, missing in heard),
        "late_ms": {str(q): round(float(np.percentile(late, q)), 1) for q in (50, 99, 99.9, 100)},
        "within_40_ms": round(float(np.mean(late <= 40)) * 100, 3),
        "control_ms": {str(q): round(float(np.percentile(wakes, q)), 1) for q in (50, 99, 99.9, 100)},
        "server_cpu": round((after.user + after.system - before.user - before.system) / passed, 2),
    }


def _sipp(folder: Path, ears: list[Ear], port: int, seconds: int) -> subprocess.Popen[bytes]:
    (folder / "talk.xml").write_text(SCENARIO.replace("<pause/>", f'<pause milliseconds="{seconds * 1000}"/>'))
    with (folder / "calls.csv").open("w", newline="") as file:
        file.write("SEQUENTIAL\n")
        rows = csv.writer(file, delimiter=";", lineterminator="\n")
        rows.writerows([ear.port.getsockname()[1], f"+4930{1000 + place}"] for place, ear in enumerate(ears))
    command = ["sipp", f"127.0.0.1:{port}", "-i", "127.0.0.1", "-sf", "talk.xml", "-inf", "calls.csv", "-nostdin"]
    command += ["-m", str(len(ears)), "-l", str(len(ears)), "-r", "10"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    given = parser.parse_args()
    if shutil.which("sipp") is None:
        print("sipp is missing; on Debian: apt install sip-tester", file=sys.stderr)
        return 1
    found = measure(given.calls, given.seconds)
    print(json.dumps(found, indent=1))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))
    return 0 if found["sipp"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
